"""What other services are told of this site's errors and requests, if settings name them.

Both send what is listed here and nothing else: a field that a library adds some day is not sent.
"""
