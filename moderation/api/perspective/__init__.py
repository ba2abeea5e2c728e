"""The calls of the Perspective API (v1alpha1), answered by the active classifier.

Sites that asked Google for scores point their client at this server instead.
"""
