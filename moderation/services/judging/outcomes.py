"""The outcome of judging a comment, before it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from articles.models import Comment
from moderation.classifiers.base import Attribute, Scores, probabilities
from moderation.models import ClassifierRelease, Finding, PolicyVersion, Verdict

STATUS_OF = {
    Verdict.PUBLISH: Comment.Status.PUBLISHED,
    Verdict.QUEUE: Comment.Status.PUBLISHED,
    Verdict.HOLD: Comment.Status.HELD,
    Verdict.REMOVE: Comment.Status.REMOVED,
}


class Readable(Protocol):
    """The parts of a comment that judging needs.  A Comment has them; a run reads only these.

    `text` may be empty where the comment's scores are known already.
    """

    pk: int
    article_id: int
    author_id: int
    text: str
    status: str
    source_id: str | None
    edited_at: datetime | None

    @property
    def author_name(self) -> str: ...


@dataclass(slots=True)
class Outcome:
    """The outcome of judging a comment, with the `language` that it is written in.

    `scores` is None where the classifier failed.  `decided`: a person's
    decision stands, whatever the verdict.  `changed`: the verdict changes the
    comment's status.  `reused`: the scores are those that the release gave the
    text before, so that the text may not have been read.
    """

    comment: Readable
    verdict: Verdict
    release: ClassifierRelease | None
    policy_version: PolicyVersion | None
    scores: Scores | None
    status_before: str
    findings: list[Finding] = field(default_factory=list)
    language: str = ""
    decided: bool = False
    reused: bool = False

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
