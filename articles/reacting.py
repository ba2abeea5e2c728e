"""Readers' reactions to comments, such as “Respect”: one of each reader for a comment.

The site's words for them, and whether there are any, are settings.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.models import Author, Comment, Reaction
from articles.signals import comment_reacted


class ReactionRefused(Exception):
    """A reader may not react to a comment; the message tells why."""


def are_on() -> bool:
    return bool(settings.REACTIONS)


def word() -> str:
    """What the button says."""
    return settings.REACTION_WORD or _("Respect")


def word_of_order() -> str:
    """What the order by reactions is called."""
    return settings.REACTION_ORDER_WORD or _("Most respected")


def react(*, comment: Comment, author: Author, request: HttpRequest | None = None) -> None:
    """Store the reaction of `author`, once however often it is sent.  Raises ReactionRefused."""
    if author.pk == comment.author_id:
        raise ReactionRefused(_("This is your own comment."))
    comment_reacted.send(sender=Reaction, comment=comment, author=author, request=request)
    with transaction.atomic():
        _reaction, made = Reaction.objects.get_or_create(comment=comment, author=author)
        if made:
            _count([comment.pk], +1)


@transaction.atomic
def take_back(*, comment: Comment, author: Author) -> None:
    """Delete the reaction of `author`, if there is one."""
    deleted, _by_model = Reaction.objects.filter(comment=comment, author=author).delete()
    if deleted:
        _count([comment.pk], -1)


@transaction.atomic
def take_all_back(*, author: Author) -> None:
    """Delete every reaction of `author`, as when their data is erased."""
    comments = list(author.reactions.values_list("comment", flat=True))
    author.reactions.all().delete()
    _count(comments, -1)


def reacted(author: Author | None, comments: Iterable[Comment]) -> set[int]:
    """Those of `comments` that `author` has reacted to."""
    if author is None or not are_on():
        return set()
    own = Reaction.objects.filter(author=author, comment__in=list(comments))
    return set(own.values_list("comment", flat=True))


def _count(comments: list[int], step: int) -> None:
    """One statement for each change, which waits for nobody but who counts at the same comment."""
    Comment.objects.filter(pk__in=comments).update(reaction_count=F("reaction_count") + step)
