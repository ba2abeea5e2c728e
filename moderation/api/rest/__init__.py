"""The REST API: everything that a page can do, through the same services."""
