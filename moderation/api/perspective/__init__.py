"""The Perspective API (v1alpha1), answered by the active classifier.

Clients of Google's API can use this server instead.
"""
