"""The discussion on the paper's own pages: fragments, the script that asks for them, its style.

Requests carry a reader's token or nothing, never a cookie, and come from listed origins alone.
"""

PREFIX = "/embed/"
