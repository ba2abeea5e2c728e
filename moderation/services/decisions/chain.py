"""The log of decisions as a chain: what a link covers, and where the chain is broken.

The database links each decision when it is committed (migration 0024).  A link's `digest` is the
SHA-256 of what was decided, its `hash` that of its number, the hash before it and its digest.

Whoever may write the database can compute the chain anew.  Its head, kept elsewhere, shows that.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from moderation.models import Decision, DecisionLink
from moderation.models.decision_digest import DIGEST

READ_AT_ONCE = 5000  # links

LINKS = """
    SELECT link.number, link.digest, link.hash, link.decision_id, decision.comment_id, {digest}
    FROM moderation_decisionlink link
    LEFT JOIN moderation_decision decision ON decision.id = link.decision_id
    WHERE link.number IS NOT NULL
    ORDER BY link.number
"""


@dataclass(frozen=True, slots=True)
class Head:
    """A link by its number and hash: what is kept elsewhere to compare the chain with later."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """Raises ValueError if `text` is not what `str` makes of a head."""
        number, _, hash_ = text.strip().partition(":")
        if len(bytes.fromhex(hash_)) != hashlib.sha256().digest_size:
            raise ValueError(text)
        return cls(int(number), hash_.lower())


START = Head(0, "")


@dataclass(frozen=True, slots=True)
class Stored:
    """A link as it is stored; `now` is the digest of the decision as that is stored now."""

    number: int
    digest: str
    hash: str
    decision: int
    comment: int | None
    now: str


def head() -> Head:
    """The newest link; `START` if there are no decisions."""
    last = DecisionLink.objects.exclude(number=None).last()
    return Head(last.number or 0, last.hash) if last else START


def hash_of(number: int, former: str, digest: str) -> str:
    return hashlib.sha256(f"{number}|{former}|{digest}".encode()).hexdigest()


def breaks(known: Head = START, listener: Callable[[int], None] | None = None) -> Iterator[str]:
    """Say what is wrong with the chain, a sentence for each place, from the first link on.

    `known` is a head of earlier, which must still be in the chain.  `listener` is told how many
    links were checked.  Memory does not grow with the number of decisions.
    """
    former = START
    is_known = known == START
    for link in _stored(listener):
        if what := _problem(link, former):
            yield what
        former = Head(link.number, link.hash)
        is_known = is_known or former == known
    if not is_known:
        yield f"Link {known.number} is not the one that was kept: the chain was written anew."
    yield from _unlinked()


def _problem(link: Stored, former: Head) -> str:
    about = f"Link {link.number}, decision {link.decision}"
    if link.number != former.number + 1:
        missing = f"{former.number + 1} to {link.number - 1}"
        return f"{about}: the links before it ({missing}) were removed."
    if link.comment is None:
        return f"{about}: the decision was deleted."
    if link.now != link.digest:
        return f"{about} about comment {link.comment}: the decision was changed."
    if link.hash != hash_of(link.number, former.hash, link.digest):
        return (
            f"{about} about comment {link.comment}: it does not follow link {former.number}; "
            "one of them was changed, moved or put in."
        )
    return ""


def _stored(listener: Callable[[int], None] | None) -> Iterator[Stored]:
    with _one_reading(), connection.chunked_cursor() as cursor:
        cursor.execute(LINKS.format(digest=DIGEST[connection.vendor].format(row="decision")))
        checked = 0
        while rows := cursor.fetchmany(READ_AT_ONCE):
            yield from (Stored(*row) for row in rows)
            checked += len(rows)
            if listener:
                listener(checked)


def _one_reading() -> AbstractContextManager[None]:
    """What lets PostgreSQL send rows as they are read; on SQLite it would keep writers waiting."""
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()


def _unlinked() -> Iterator[str]:
    decisions = Decision.objects.filter(Q(link=None) | Q(link__number=None)).order_by("pk")
    for pk, comment in decisions.values_list("pk", "comment_id").iterator():
        yield f"Decision {pk} about comment {comment} has no link: it was put in past the chain."
