"""The admin: all rows can be viewed; records cannot be changed."""

from moderation.admin import clients, coral, records

__all__ = ["clients", "coral", "records"]
