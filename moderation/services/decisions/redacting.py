"""Publishing a comment without some of its words, each replaced by a visible mark."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Comment
from moderation.models import Clause, Decision
from moderation.services.decisions import (
    appeal_settlement,
    authority,
    concurrency,
    deciding,
    text_changes,
)
from moderation.services.decisions.text_changes import NewText
from moderation.services.readers.spans import merged

Span = tuple[int, int]


class RedactionRefused(Exception):
    """Words cannot be removed from a comment; the message says why.  Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a passage stands in a text: code points, the end exclusive.

    `is_whole` is false where it is a part of a longer word.
    """

    start: int
    end: int
    is_whole: bool


def occurrences(text: str, passages: Iterable[str]) -> list[Occurrence]:
    """Where any of `passages` stands in `text`, in order, whatever the case."""
    found: dict[Span, Occurrence] = {}
    for passage in filter(None, (passage.strip() for passage in passages)):
        for match in re.finditer(re.escape(passage), text, re.IGNORECASE):
            start, end = match.span()
            found[start, end] = Occurrence(start, end, _is_whole(text, start, end))
    return [found[span] for span in sorted(found)]


def redacted(text: str, spans: Iterable[Span]) -> str:
    """`text` with the mark in place of each span.  Spans that overlap or touch are one."""
    pieces, done = [], 0
    for start, end in merged(spans, join_touching=True):
        pieces += [text[done:start], settings.REDACTION_MARK]
        done = end
    return "".join([*pieces, text[done:]])


@transaction.atomic
def redact(
    *,
    comment: Comment,
    moderator: User,
    version_token: str,
    spans: Sequence[Span],
    clause: Clause | None = None,
    note: str = "",
    batch: UUID | None = None,
) -> Decision:
    """Publish `comment` with the mark in place of `spans` of its text, and tell its author.

    The original is kept with the decision; undoing it restores the text.  Raises StaleError,
    NotAllowedError, NotIndependentError and NotInForceError as `deciding.decide` does, and
    RedactionRefused where there is nothing to remove, or nothing would be left.
    """
    locked = concurrency.lock_one_unchanged(comment, version_token)
    authority.check(locked, moderator)
    appeal_settlement.check_independence([locked], moderator)
    changes = {locked: _without(locked, spans)}
    clauses = {locked.pk: clause} if clause else {}
    (decision,) = deciding.settle(
        [locked],
        moderator,
        Decision.Action.REDACT,
        clauses=clauses,
        note=note,
        changes=changes,
        batch=batch,
    )
    return decision


def restate(
    *, comment: Comment, moderator: User, clause: Clause | None = None, note: str = ""
) -> Decision:
    """Decide that the words of a redacted comment, which is locked, stay removed."""
    change = text_changes.of(comment)
    if change is None:
        raise RedactionRefused(_("No words of this comment are removed any more."))
    kept = NewText(change.after, change.original, change.words)
    (decision,) = deciding.settle(
        [comment],
        moderator,
        Decision.Action.REDACT,
        clauses={comment.pk: clause} if clause else {},
        note=note,
        changes={comment: kept},
    )
    return decision


def _without(comment: Comment, spans: Sequence[Span]) -> NewText:
    text = comment.text
    if not spans or any(not 0 <= start < end <= len(text) for start, end in spans):
        raise RedactionRefused(_("Mark at least one word of the comment."))
    former = text_changes.of(comment)
    original = former.original if former else comment.text
    shown, words = redacted(text, spans), [text[start:end] for start, end in merged(spans)]
    if not shown.replace(settings.REDACTION_MARK, "").strip():
        raise RedactionRefused(_("Nothing would be left of the comment: remove it instead."))
    return NewText(shown, original, [*(former.words if former else []), *dict.fromkeys(words)])


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    begins_inside = before.isalnum() and text[start].isalnum()
    ends_inside = after.isalnum() and text[end - 1].isalnum()
    return not (begins_inside or ends_inside)
