"""What the default policy makes of comments of every kind, with the release that ships."""

from pathlib import Path

import pytest

from moderation.classifiers import linear, standard, transformer
from moderation.classifiers.base import Scores
from moderation.services.policy.thresholds import DEFAULT_THRESHOLDS

RIGHT = {"flag": {"queue", "hold"}, "publish": {"publish"}, "no_hold": {"publish", "queue"}}
LINES = Path(__file__).with_name("kinds.tsv").read_text("utf-8").splitlines()
ROWS = [tuple(line.split("\t")) for line in LINES if line and not line.startswith("#")]
# What the release that ships is known to get wrong has a third column. Strict: a release that
# gets it right has to say so.
MISTAKEN = pytest.mark.xfail(reason="a mistake of the release that ships", strict=True)
CASES = [pytest.param(*row[:2], marks=[MISTAKEN] if row[2:] else []) for row in ROWS]


@pytest.fixture(scope="module")
def shipped_standard() -> standard.StandardClassifier:
    return standard.StandardClassifier.load(
        standard.SHIPPED_RELEASE,
        linear=linear.LinearClassifier.load(linear.SHIPPED_RELEASE),
        transformer=transformer.TransformerClassifier.load(transformer.SHIPPED_RELEASE),
    )


def verdict(scores: Scores) -> str:
    if any(scores[attribute] >= own.hold_at for attribute, own in DEFAULT_THRESHOLDS.items()):
        return "hold"
    if any(scores[attribute] >= own.queue_at for attribute, own in DEFAULT_THRESHOLDS.items()):
        return "queue"
    return "publish"


@pytest.mark.parametrize(("expected", "text"), CASES)
def test_a_comment_gets_a_verdict_that_fits_its_kind(
    expected: str, text: str, shipped_standard: standard.StandardClassifier
) -> None:
    assert verdict(shipped_standard.score([text])[0]) in RIGHT[expected]
