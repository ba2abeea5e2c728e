"""What judging a comment comes to, before it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from articles.models import Comment
from moderation.classifiers.base import Attribute, Scores, probabilities
from moderation.models import ClassifierRelease, Decision, Finding, PolicyVersion, Verdict

STATUS_OF = {
    Verdict.PUBLISH: Comment.Status.PUBLISHED,
    Verdict.QUEUE: Comment.Status.PUBLISHED,
    Verdict.HOLD: Comment.Status.HELD,
    Verdict.REMOVE: Comment.Status.REMOVED,
}


class Readable(Protocol):
    """What judging needs of a comment.  A stored Comment is one; a run reads no more than this."""

    pk: int
    article_id: int
    author_id: int
    text: str
    status: str
    source_id: str | None

    @property
    def author_name(self) -> str: ...


@dataclass(slots=True)
class Outcome:
    """What scoring a comment came to.

    `scores` is None where the classifier failed.  `decided` tells, where the
    verdict would change anything, that a person's decision stands; `changed`
    that readers see the comment where they did not, or the other way round.
    """

    comment: Readable
    verdict: Verdict
    release: ClassifierRelease | None
    policy_version: PolicyVersion | None
    scores: Scores | None
    status_before: str
    findings: list[Finding] = field(default_factory=list)
    decided: bool = False

    @property
    def status(self) -> Comment.Status:
        return STATUS_OF[self.verdict]

    @property
    def changed(self) -> bool:
        return not self.decided and self.status_before != self.status


def table(scores: Sequence[Scores | None]) -> NDArray[np.float64]:
    """Probabilities, comments × attributes; NaN where a comment was not scored."""
    missing = (np.nan,) * len(Attribute)
    rows = [probabilities(own) if own is not None else missing for own in scores]
    return np.array(rows, dtype=np.float64).reshape(-1, len(Attribute))


def decided_by_a_person(comment_ids: Sequence[int]) -> set[int]:
    """Which of the comments a person decided since they were last edited."""
    if not comment_ids:
        return set()
    decided = Decision.objects.standing().by_people().of_current_text()
    return set(decided.filter(**among("comment", comment_ids)).values_list("comment_id", flat=True))


def mark_decided(outcomes: Sequence[Outcome]) -> None:
    """Find out which of the outcomes change nothing, since a person's decision stands."""
    decided = decided_by_a_person([outcome.comment.pk for outcome in outcomes])
    for outcome in outcomes:
        outcome.decided = outcome.comment.pk in decided


def among(field: str, ids: Sequence[int]) -> dict[str, Any]:
    """A filter for `ids`: by range where they lie close together, as in a run, else by list.

    A range is read from the index at once, but also finds what lies between
    the ids: callers keep to their own.
    """
    first, last = min(ids), max(ids)
    if last - first < 2 * len(ids):
        return {f"{field}__gte": first, f"{field}__lte": last}
    return {f"{field}__in": ids}
