"""Comments that a paper's own system submits for its readers."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from articles import posting
from articles.models import Article, Author, Comment
from articles.signals import NameRefused, author_renamed
from moderation.models import ApiKey

# Mixed with a key's id and what the client sends, so that no two clients share an id.
NAMESPACE = UUID("7f0f9a0e-5c3b-4c2e-9a55-3a2d1b6f8f10")


@dataclass(frozen=True, slots=True)
class Reader:
    """The reader whom a comment is submitted for; `id` is the paper's."""

    id: str
    name: str
    email: str = ""


class KeyReused(Exception):
    """An idempotency key came before, with another comment."""


def submit(
    *,
    key: ApiKey,
    article: Article,
    reader: Reader,
    text: str,
    parent: Comment | None = None,
    idempotency_key: str = "",
    confirmed: bool = True,
) -> tuple[Comment, bool]:
    """Post a comment for `reader` and have it judged; return it, and whether it is new.

    The same `idempotency_key` stores one comment.  Raises KeyReused if it came with another one,
    NameRefused if the reader's new name is not allowed, and what `posting.post` raises.
    """
    submission = uuid5(NAMESPACE, f"{key.pk} {idempotency_key}") if idempotency_key else None
    former = Comment.objects.filter(submission=submission).first() if submission else None
    if former and not _is_same(former, article, reader, text, parent):
        raise KeyReused
    author = author_of(reader)
    posted = posting.post(
        article=article,
        author=author,
        text=text,
        parent=parent,
        submission=submission,
        confirmed=confirmed,
    )
    return posted, former is None


@transaction.atomic
def author_of(reader: Reader) -> Author:
    """The author with the paper's id, with the name and address that the paper gives now.

    Raises NameRefused.
    """
    given = {"name": reader.name}
    known, _ = Author.objects.get_or_create(external_id=reader.id, defaults=given)
    if known.name != reader.name:
        author_renamed.send(sender=Author, name=reader.name)
    if (known.name, known.email) != (reader.name, reader.email):
        known.name = reader.name
        known.take_email(reader.email, confirmed=settings.PAPER_CONFIRMS_EMAILS)
        known.save(update_fields=["name", "email", "email_confirmed_at"])
    return known


def _is_same(
    former: Comment, article: Article, reader: Reader, text: str, parent: Comment | None
) -> bool:
    return (
        former.article_id == article.pk
        and former.author.external_id == reader.id
        and former.text == text
        and former.parent_id == (parent.pk if parent else None)
    )


__all__ = ["KeyReused", "NameRefused", "Reader", "author_of", "submit"]
