"""Notes changes of groups, permissions, flags and passwords, whoever makes them."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.dispatch import Signal, receiver

from staff import audit, members
from staff.audit import Kind
from staff.rights import key_of

FLAGS = ("is_active", "is_staff", "is_superuser")
# Sent with `user`, once a new password is stored.
password_changed = Signal()

# What a change of a set means, before a clearing and after the others.
CHANGES = {"post_add": Kind.GIVEN, "post_remove": Kind.TAKEN, "pre_clear": Kind.TAKEN}


@receiver(pre_save, sender=User, dispatch_uid="audit_flags_before")
def read_flags(instance: User, update_fields: Iterable[str] | None, **_: Any) -> None:
    asked = set(FLAGS) if update_fields is None else set(FLAGS) & set(update_fields)
    stored = User.objects.filter(pk=instance.pk).values(*FLAGS).first() if asked else None
    instance._flags_before = stored or dict.fromkeys(FLAGS, False)  # type: ignore[attr-defined]
    instance._flags_asked = asked if stored else asked - {"is_active"}  # type: ignore[attr-defined]


@receiver(post_save, sender=User, dispatch_uid="audit_flags")
def note_flags(instance: User, created: bool, **_: Any) -> None:
    before = instance._flags_before  # type: ignore[attr-defined]
    for flag in sorted(instance._flags_asked):  # type: ignore[attr-defined]
        now = getattr(instance, flag)
        if now != before[flag]:
            kind = Kind.GIVEN if now else Kind.TAKEN
            audit.record(kind, account=instance.get_username(), detail=flag)
    # Django keeps a new password in plain text until the row is saved; a hash that is only made
    # anew at a sign-in leaves nothing there.
    if instance._password is not None and not created:  # type: ignore[attr-defined]
        audit.record(Kind.PASSWORD_CHANGED, account=instance.get_username())
        password_changed.send(sender=User, user=instance)


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="audit_groups")
@receiver(m2m_changed, sender=User.user_permissions.through, dispatch_uid="audit_permissions")
@receiver(m2m_changed, sender=Group.permissions.through, dispatch_uid="audit_group_permissions")
def note_set(
    sender: type[Model],
    instance: User | Group | Permission,
    action: str,
    model: type[Model],
    pk_set: set[int] | None,
    **_: Any,
) -> None:
    """Note what a user or a group gets or loses; the change may come from either side."""
    if kind := CHANGES.get(action):
        others = _others(sender, instance, model, pk_set)
        if _is_holder_of(model, instance):
            _note(kind, instance, others)
        else:
            for holder in others:
                _note(kind, holder, [instance])


@receiver(pre_delete, sender=User, dispatch_uid="audit_user_deleted")
def note_deleted_user(instance: User, **_: Any) -> None:
    if members.is_member(instance):
        audit.record(Kind.TAKEN, account=instance.get_username(), detail="account")


@receiver(pre_delete, sender=Group, dispatch_uid="audit_group_deleted")
def note_deleted_group(instance: Group, **_: Any) -> None:
    for member in instance.user_set.all():
        _note(Kind.TAKEN, member, [instance])


def _is_holder_of(model: type[Model], instance: Model) -> bool:
    """A user holds groups and permissions, a group permissions."""
    order = (User, Group, Permission)
    return order.index(type(instance)) < order.index(model)


def _others(
    through: type[Model], instance: Model, model: type[Model], pk_set: set[int] | None
) -> list[Any]:
    """The rows at the other end: of `pk_set`, or all where the set is about to be cleared."""
    if pk_set is None:
        own, other = instance._meta.model_name, model._meta.model_name
        linked = through._default_manager.filter(**{f"{own}_id": instance.pk})
        pk_set = set(linked.values_list(f"{other}_id", flat=True))
    found = model._default_manager.filter(pk__in=pk_set)
    return list(found.select_related("content_type") if model is Permission else found)


def _note(kind: Kind, holder: Any, rights: Iterable[Any]) -> None:
    names = ", ".join(sorted(map(_named, rights)))
    if not names:
        return
    if isinstance(holder, User):
        audit.record(kind, account=holder.get_username(), detail=names)
    else:
        audit.record(kind, detail=f"{holder}: {names}")


def _named(right: Group | Permission) -> str:
    if isinstance(right, Group):
        return f"group {right.name}"
    return key_of(right)
