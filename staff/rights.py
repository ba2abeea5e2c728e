"""Which rights somebody may hand on, and whose account they may change.

A superuser may do everything.  Others hand on what they have themselves, and with the permission
APPOINT also what the desk's groups need, which administrators do not have.
"""

from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db.models import Q, QuerySet

APPOINT = "staff.appoint_moderators"
OF_THE_DESK = frozenset({"moderation.moderate", "moderation.decide_escalated"})


def grantable_permissions(giver: User | AnonymousUser) -> QuerySet[Permission]:
    """What `giver` may give and take."""
    if giver.is_superuser:
        return Permission.objects.all()
    keys = giver.get_all_permissions()
    if APPOINT in keys:
        keys = keys | OF_THE_DESK
    known = Permission.objects.select_related("content_type")
    return Permission.objects.filter(pk__in=[each.pk for each in known if key_of(each) in keys])


def grantable_groups(giver: User | AnonymousUser) -> QuerySet[Group]:
    """The groups that `giver` may put people into: those that have nothing else."""
    if giver.is_superuser:
        return Group.objects.all()
    beyond = Permission.objects.exclude(pk__in=grantable_permissions(giver).values("pk"))
    return Group.objects.exclude(permissions__in=beyond)


def may_change_group(giver: User | AnonymousUser, group: Group) -> bool:
    return grantable_groups(giver).filter(pk=group.pk).exists()


def may_change_account(giver: User | AnonymousUser, user: User) -> bool:
    """Whether `giver` may change or delete `user`, give a password or reset a second factor.

    Whoever could do so with a mightier account would have its rights.
    """
    if giver.is_superuser:
        return True
    if user.is_superuser:
        return False
    theirs = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return not theirs.exclude(pk__in=grantable_permissions(giver).values("pk")).exists()


def key_of(permission: Permission) -> str:
    """Its name as `has_perm` takes it."""
    return f"{permission.content_type.app_label}.{permission.codename}"
