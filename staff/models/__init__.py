from staff.models.audit_entry import AuditEntry
from staff.models.invitation import Invitation
from staff.models.staff_session import StaffSession

__all__ = ["AuditEntry", "Invitation", "StaffSession"]
