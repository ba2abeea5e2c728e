"""What is stored about comments that are judged again: the evidence of their findings, and texts.

Scores of the active release stay valid under a new policy version, and so does
the evidence for a clause whose lowest threshold is the same.
"""

from collections.abc import Sequence

from articles.models import Comment
from moderation.models import ClassifierRelease, Clause, Finding
from moderation.services.judging.evidence import Evidence
from moderation.services.judging.outcomes import Readable

# What the evidence for a clause depends on, besides the release and the text: the comment's
# id, the attribute, and the threshold below which the comment falls without the words.
Key = tuple[int, str, float]
KeptEvidence = dict[Key, Evidence]


def key(comment: Readable, clause: Clause) -> Key:
    return comment.pk, clause.attribute, clause.queue_at


def kept_evidence(comment_ids: Sequence[int], release: ClassifierRelease) -> KeptEvidence:
    """The evidence in the texts that `release` gave for the findings that are stored."""
    findings = Finding.objects.filter(
        comment__in=comment_ids,
        release=release,
        reason=Finding.Reason.CLAUSE,
        part=Finding.Part.TEXT,
    )
    columns = ("comment_id", "clause__attribute", "clause__queue_at", "evidence")
    return {tuple(own): found for *own, found in findings.order_by().values_list(*columns)}


def read_texts(comments: Sequence[Readable]) -> None:
    """Read those texts that are not read yet."""
    unread = {comment.pk: comment for comment in comments if not comment.text}
    if not unread:
        return
    for pk, text in Comment.objects.filter(pk__in=unread).values_list("pk", "text"):
        unread[pk].text = text
