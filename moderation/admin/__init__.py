"""The admin: all rows can be viewed; records cannot be changed."""

from moderation.admin import alerts, clients, coral, policies, records, wordpress

__all__ = ["alerts", "clients", "coral", "policies", "records", "wordpress"]
