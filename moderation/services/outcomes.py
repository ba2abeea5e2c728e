"""What judging a comment comes to, before it is stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Q

from articles.models import Comment
from moderation.classifiers.base import Scores
from moderation.models import ClassifierRelease, Decision, Finding, PolicyVersion, Verdict

STATUS_OF = {
    Verdict.PUBLISH: Comment.Status.PUBLISHED,
    Verdict.QUEUE: Comment.Status.PUBLISHED,
    Verdict.HOLD: Comment.Status.HELD,
    Verdict.REMOVE: Comment.Status.REMOVED,
}


@dataclass(slots=True)
class Outcome:
    """What scoring a comment came to.

    `scores` is None where the classifier failed.  `decided` tells that a
    person's decision stands, so that the verdict changes nothing; `changed`
    that readers see the comment where they did not, or the other way round.
    """

    comment: Comment
    verdict: Verdict
    release: ClassifierRelease | None
    policy_version: PolicyVersion | None
    scores: Scores | None
    findings: list[Finding] = field(default_factory=list)
    decided: bool = False

    @property
    def status(self) -> Comment.Status:
        return STATUS_OF[self.verdict]

    @property
    def changed(self) -> bool:
        return not self.decided and self.comment.status != self.status


def decided_by_a_person(comments: Iterable[Comment]) -> set[int]:
    """The ids of the comments that a person decided since they were last edited."""
    standing = Decision.objects.standing().filter(
        Q(comment__edited_at__isnull=True) | Q(decided_at__gte=F("comment__edited_at")),
        comment__in=comments,
        moderator__isnull=False,
    )
    return set(standing.values_list("comment_id", flat=True))
