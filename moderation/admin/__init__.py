"""The admin: all rows can be viewed; records cannot be changed."""

from moderation.admin import clients, records

__all__ = ["clients", "records"]
