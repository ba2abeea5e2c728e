"""The admin: all rows can be viewed; records cannot be changed."""

from moderation.admin import clients, coral, policies, records

__all__ = ["clients", "coral", "policies", "records"]
