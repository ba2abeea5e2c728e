"""Moderators' decisions about comments and authors, and undoing them."""
