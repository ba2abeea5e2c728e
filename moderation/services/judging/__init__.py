"""Judging comments: scores, findings and a verdict, and storing them."""
