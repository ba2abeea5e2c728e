"""Permission checks."""

from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet

from articles.models import Article
from moderation.models import SectionLimit

MODERATE = "moderation.moderate"
COMPARE_MODERATORS = "moderation.compare_moderators"
DECIDE_ESCALATED = "moderation.decide_escalated"
ASSIGN = "moderation.assign_cases"
DEFINE_QUEUES = "moderation.define_queues"

Rows = TypeVar("Rows", bound=QuerySet[Any])


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


def may_assign(user: User | AnonymousUser) -> bool:
    """Whether `user` assigns cases to colleagues; everybody assigns them to themselves."""
    return may_moderate(user) and user.has_perm(ASSIGN)


def may_define_queues(user: User | AnonymousUser) -> bool:
    """Whether `user` defines named queues for all or for groups."""
    return may_moderate(user) and user.has_perm(DEFINE_QUEUES)


def sections_of(user: User) -> frozenset[str] | None:
    """The sections that `user` is limited to, personally or by a group; None is all.

    As with permissions, they are read once for each user object.
    """
    if user.is_superuser:
        return None
    if not hasattr(user, "_section_limits"):
        limits = SectionLimit.objects.filter(Q(user=user) | Q(group__user=user)).order_by()
        user._section_limits = frozenset(limits.values_list("section", flat=True))  # type: ignore[attr-defined]
    return user._section_limits or None  # type: ignore[attr-defined]


def limited_to(user: User, sections: frozenset[str] | None) -> User:
    """Return `user`, limited to `sections` without a look at the database."""
    user._section_limits = sections or frozenset()  # type: ignore[attr-defined]
    return user


def may_moderate_section(user: User, article: Article) -> bool:
    """Whether `user` sees and decides the cases of the section of `article`."""
    limits = sections_of(user)
    return limits is None or article.section in limits


def of_own_sections(rows: Rows, user: User, path: str = "comment__article__section") -> Rows:
    """Leave out rows of sections that `user` does not moderate; `path` leads to the section."""
    limits = sections_of(user)
    return rows if limits is None else rows.filter(**{f"{path}__in": limits})


def may_compare_moderators(user: User | AnonymousUser) -> bool:
    """Whether `user` sees how much and how fast each moderator decides."""
    return user.is_active and user.has_perm(COMPARE_MODERATORS)


def may_read_statistics(user: User | AnonymousUser) -> bool:
    """Whether `user` opens the statistics; moderators see no colleague's in them."""
    return may_moderate(user) or may_compare_moderators(user)


def may_edit_policies(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm("moderation.change_policy")


def may_change_webhooks() -> QuerySet[User]:
    """Active users who may change webhook endpoints."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return User.objects.with_perm("moderation.change_webhookendpoint", backend=backend)


def may_manage_webhooks(user: User | AnonymousUser) -> bool:
    """Whether `user` reads what was sent to webhook endpoints, and sends it once more."""
    return user.is_active and user.has_perm("moderation.change_webhookendpoint")


def may_administer(user: User | AnonymousUser) -> bool:
    """Whether `user` opens the admin, and so may know what is wrong with the server."""
    return user.is_active and user.is_staff


def may_see_emails(user: User | AnonymousUser) -> bool:
    """Whether `user` may see and search readers' e-mail addresses, as in the admin of authors."""
    opens = ("articles.view_author", "articles.change_author")
    return user.is_active and any(user.has_perm(permission) for permission in opens)
