"""Who may do what: one function for each protected thing."""

from django.contrib.auth.models import AnonymousUser, User


def may_moderate(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm("moderation.moderate")
