from types import SimpleNamespace

import pytest

from moderation.models import Finding, Verdict
from moderation.services.judging.outcomes import Outcome
from moderation.services.nightly.rescoring import FirstOpinions


def make_batch(kinds):
    """A batch of comments 1, 2, 3 and so on: "." calm, "x" with findings, "?" without a score."""
    return FirstOpinions([make_outcome(pk, kind) for pk, kind in enumerate(kinds, 1)], {})


def make_outcome(pk, kind):
    return Outcome(
        comment=SimpleNamespace(pk=pk),
        verdict=Verdict.PUBLISH if kind == "." else Verdict.HOLD,
        release=None,
        policy_version=None,
        scores=None if kind == "?" else {},
        status_before="published",
        findings=[] if kind == "." else [Finding()],
    )


def parts_of(batch, size):
    """The ids of each part that is taken off, and the first that was left after each."""
    parts = []
    while batch.outcomes:
        taken = batch.take(size)
        parts.append(([outcome.comment.pk for outcome in taken.outcomes], batch.first))
    return parts


@pytest.mark.parametrize(
    ("kinds", "size", "parts"),
    [
        ("", 3, []),
        ("...", 2, [([1, 2], 3), ([3], None)]),
        (".x.x.", 3, [([2, 4], 1), ([1, 3, 5], None)]),
        (".x.xx", 2, [([2, 4], 1), ([5], 1), ([1, 3], None)]),
        ("xx", 1, [([1], 2), ([2], None)]),
        (".....", 4, [([1, 2, 3, 4, 5], None)]),
        ("?x.?", 9, [([2], 1), ([3], 1), ([1, 4], None)]),
        ("??", 1, [([1], 2), ([2], None)]),
    ],
)
def test_comments_with_findings_are_taken_first_and_those_without_a_score_last(kinds, size, parts):
    assert parts_of(make_batch(kinds), size) == parts
