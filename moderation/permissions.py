"""Permission checks."""

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet

MODERATE = "moderation.moderate"
DECIDE_ESCALATED = "moderation.decide_escalated"


def may_moderate(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm(MODERATE)


def moderators() -> QuerySet[User]:
    """Users who may moderate, including inactive ones, who may have made decisions."""
    backend = "django.contrib.auth.backends.ModelBackend"
    here = User.objects.with_perm(MODERATE, is_active=True, backend=backend)
    gone = User.objects.with_perm(MODERATE, is_active=False, backend=backend)
    return (here | gone).order_by("username")


def may_decide_escalated(user: User | AnonymousUser) -> bool:
    """Whether `user` decides what moderators escalated, as a senior."""
    return may_moderate(user) and user.has_perm(DECIDE_ESCALATED)


def may_edit_policies(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm("moderation.change_policy")


def may_administer(user: User | AnonymousUser) -> bool:
    """Whether `user` opens the admin, and so may know what is wrong with the server."""
    return user.is_active and user.is_staff


def may_see_emails(user: User | AnonymousUser) -> bool:
    """Whether `user` may see and search readers' e-mail addresses, as in the admin of authors."""
    opens = ("articles.view_author", "articles.change_author")
    return user.is_active and any(user.has_perm(permission) for permission in opens)
