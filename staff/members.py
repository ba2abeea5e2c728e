"""Whose sign-ins are the staff's: accounts that may do more than a reader's."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

_HAS_RIGHTS = (
    Q(is_staff=True)
    | Q(is_superuser=True)
    | Q(groups__isnull=False)
    | Q(user_permissions__isnull=False)
)


def all_of_them() -> QuerySet[User]:
    return User.objects.filter(_HAS_RIGHTS).distinct()


def is_member(user: User) -> bool:
    return user.is_staff or user.is_superuser or has_name(user.get_username())


def has_name(username: str) -> bool:
    """Whether a member of the staff has this user name."""
    return User.objects.filter(_HAS_RIGHTS, username=username).exists()
