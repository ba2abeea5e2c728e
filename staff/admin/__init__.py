"""The staff in the admin."""

from staff.admin import accounts, audit_log, invitations, sessions

__all__ = ["accounts", "audit_log", "invitations", "sessions"]
