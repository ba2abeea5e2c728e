"""Changing the text of comments with a decision, and taking that back.

A change counts as an edit: scores, findings and version tokens of the former text do not apply to
the new one.  The text that readers see is the one that is scored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from articles.models import Comment
from moderation.models import Decision, Finding, Score, TextChange
from moderation.services.judging import scoring


@dataclass(frozen=True, slots=True)
class NewText:
    """What readers see instead of `original`, which the author wrote, and the words they do not."""

    text: str
    original: str
    words: list[str] = field(default_factory=list)

    @property
    def is_redacted(self) -> bool:
        return self.text != self.original


def of(comment: Comment) -> TextChange | None:
    """The change that made the present text of `comment`, if its editors changed it."""
    if comment.redacted_at is None:
        return None
    changes = TextChange.objects.filter(decision__comment=comment, after=comment.text)
    return changes.select_related("decision__clause", "decision__moderator").first()


def originals(comments: Iterable[Comment]) -> dict[Comment, NewText]:
    """The original text of each redacted comment, to be restored."""
    redacted = [comment for comment in comments if comment.redacted_at]
    changes = {comment: of(comment) for comment in redacted}
    return {
        comment: NewText(change.original, change.original)
        for comment, change in changes.items()
        if change
    }


def apply(decisions: Sequence[Decision], changes: Mapping[Comment, NewText]) -> None:
    """Change the texts of locked comments with the decisions about them."""
    for decision in decisions:
        if new := changes.get(decision.comment):
            _apply(decision, new)


def take_back(decisions: Sequence[Decision]) -> list[Comment]:
    """Restore the texts of locked comments whose decisions are undone; return those comments."""
    changes = TextChange.objects.filter(decision__in=decisions)
    by_decision = {change.decision_id: change for change in changes}
    restored = []
    for decision in decisions:
        if change := by_decision.get(decision.pk):
            edited, redacted = change.edited_before, change.redacted_before
            _write(decision.comment, change.before, edited, redacted)
            restored.append(decision.comment)
    return restored


def rescore(comments: Sequence[Comment]) -> None:
    """Replace the scores and findings of comments, which are about their former texts."""
    if not comments:
        return
    Score.objects.filter(comment__in=comments).delete()
    Finding.objects.filter(comment__in=comments).delete()
    ids = [comment.pk for comment in comments]
    scoring.score(list(Comment.objects.select_related("author").filter(pk__in=ids)))


def _apply(decision: Decision, new: NewText) -> None:
    comment = decision.comment
    TextChange.objects.create(
        decision=decision,
        original=new.original,
        before=comment.text,
        after=new.text,
        words=new.words,
        edited_before=comment.edited_at,
        redacted_before=comment.redacted_at,
    )
    moment = decision.decided_at
    _write(comment, new.text, moment, moment if new.is_redacted else None)


def _write(
    comment: Comment, text: str, edited_at: datetime | None, redacted_at: datetime | None
) -> None:
    comment.text, comment.edited_at, comment.redacted_at = text, edited_at, redacted_at
    comment.save(update_fields=["text", "edited_at", "redacted_at"])
