"""Optimistic concurrency: the version token of a comment as a moderator saw it, and locks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max

from articles.models import Comment
from moderation.models import Decision


@dataclass
class StaleError(Exception):
    """The comment changed since the moderator saw it; nothing was changed.

    `decision` is the newest decision that the moderator has not seen, if there is one; `edited`
    tells whether the author changed the text. If neither happened, the case was closed without a
    decision.
    """

    comment: Comment
    decision: Decision | None
    edited: bool = False


def version_token_of(comment: Comment) -> str:
    """Return a token of the state that a moderator sees: the last decision and the last edit."""
    return _token(comment, _last_decisions([comment.pk]).get(comment.pk))


def version_tokens(comments: Iterable[Comment]) -> dict[int, str]:
    """`version_token_of` of many comments by their ids, in one query."""
    comments = list(comments)
    last = _last_decisions([comment.pk for comment in comments])
    return {comment.pk: _token(comment, last.get(comment.pk)) for comment in comments}


def lock(ids: Iterable[int]) -> list[Comment]:
    """Lock comments until the transaction ends, in an order that avoids deadlocks."""
    return list(
        Comment.objects.select_for_update(of=("self",))
        .select_related("article", "author")
        .filter(pk__in=set(ids))
        .order_by("pk")
    )


def lock_unchanged(version_token: Mapping[int, str]) -> tuple[list[Comment], list[Comment]]:
    """Lock comments; return those that still match their token, and those that do not."""
    comments = lock(version_token)
    tokens = version_tokens(comments)
    same = [comment for comment in comments if tokens[comment.pk] == version_token[comment.pk]]
    stale = [comment for comment in comments if tokens[comment.pk] != version_token[comment.pk]]
    return same, stale


def lock_one_unchanged(comment: Comment, version_token: str) -> Comment:
    """Lock one comment.  Raises StaleError if it does not match `version_token` any more."""
    same, stale = lock_unchanged({comment.pk: version_token})
    if stale:
        raise stale_error(stale[0], version_token)
    return same[0]


def lock_one_undecided(comment: Comment, version_token: str) -> None:
    """Lock one comment.  Raises StaleError if it was decided since `version_token`."""
    (locked,) = lock([comment.pk])
    if was_decided(version_token, version_token_of(locked)):
        raise stale_error(locked, version_token)


def stale_error(comment: Comment, version_token: str) -> StaleError:
    """Return the StaleError that says what happened to `comment` since `version_token`."""
    decided, _, edited = version_token.partition("-")
    newest = comment.decisions.select_related("moderator", "clause", "release").first()
    if newest and str(newest.pk) == decided:
        newest = None
    by_editors = comment.redacted_at is not None and comment.redacted_at == comment.edited_at
    return StaleError(comment, newest, edited != _edition(comment) and not by_editors)


def is_decided(version_token: str) -> bool:
    """Whether the token is of a comment about which there is a decision."""
    return not version_token.startswith("0-")


def was_decided(version_token: str, now: str) -> bool:
    """Whether a comment's tokens differ by a decision, and not by an edit alone."""
    return version_token.partition("-")[0] != now.partition("-")[0]


def newest_decisions(comments: Iterable[Comment]) -> dict[int, Decision]:
    """The newest decision about each comment, with who made it."""
    newest = _last_decisions([comment.pk for comment in comments])
    decisions = Decision.objects.filter(pk__in=newest.values()).select_related("moderator")
    return {decision.comment_id: decision for decision in decisions}


def _token(comment: Comment, last_decision: int | None) -> str:
    return f"{last_decision or 0}-{_edition(comment)}"


def _edition(comment: Comment) -> str:
    edited = comment.edited_at.timestamp() if comment.edited_at else 0
    return f"{edited:.6f}"


def _last_decisions(ids: list[int]) -> dict[int, int]:
    """The newest decision of each comment: the one with the largest id."""
    newest = Decision.objects.filter(comment__in=ids).order_by().values("comment")
    return dict(newest.annotate(Max("pk")).values_list("comment", "pk__max"))
