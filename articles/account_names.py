"""Keeps names of accounts, here and at the paper, as keys: one query finds a look-alike."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models.signals import post_save
from django.dispatch import receiver

from articles import names
from articles.models import AccountName, Author, PaperName

NAMES_OF_USERS = frozenset({"username", "first_name", "last_name"})
NAMES_OF_AUTHORS = frozenset({"name", "user", "external_id"})


def claim(user: User) -> None:
    """Store the current names of `user`.  The first account with a name holds it."""
    author = Author.objects.filter(user=user).values_list("name", flat=True)
    called = {user.get_username(), user.get_full_name(), *author}
    keys = {key for name in called for key in names.keys(name)}
    held = set(AccountName.objects.filter(user=user).values_list("key", flat=True))
    if held - keys:
        AccountName.objects.filter(user=user, key__in=held - keys).delete()
    AccountName.objects.bulk_create(
        (AccountName(key=key, user=user) for key in sorted(keys - held)), ignore_conflicts=True
    )


def claim_for_paper(author: Author, *, is_new: bool = False) -> None:
    """Store the name of `author`, if it is one of the paper's readers now, in place of former ones,
    which a new author has none of.
    """
    keys = set(names.keys(author.name)) if author.external_id else set()
    if not is_new:
        author.paper_names.exclude(key__in=keys).delete()
    PaperName.objects.bulk_create(
        (PaperName(key=key, author=author) for key in sorted(keys)), ignore_conflicts=True
    )


def holds(user: User) -> bool:
    """Whether no other account holds a name that looks like the user name of `user`."""
    others = AccountName.objects.exclude(user=user)
    return not others.filter(key__in=names.keys(user.get_username())).exists()


@receiver(post_save, sender=User, dispatch_uid="claim_names_of_users")
def claim_names_of_users(
    instance: User, update_fields: Iterable[str] | None = None, **_: Any
) -> None:
    if update_fields is None or not NAMES_OF_USERS.isdisjoint(update_fields):
        claim(instance)


@receiver(post_save, sender=Author, dispatch_uid="claim_names_of_authors")
def claim_names_of_authors(
    instance: Author, *, created: bool, update_fields: Iterable[str] | None = None, **_: Any
) -> None:
    if update_fields is not None and NAMES_OF_AUTHORS.isdisjoint(update_fields):
        return
    if instance.user:
        claim(instance.user)
    if instance.external_id:
        claim_for_paper(instance, is_new=created)
