"""The card of a release, written from what classifiers make of written comments."""

from math import nan
from pathlib import Path

import pytest

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS, Corpus, LabelledComment
from moderation.classifiers.evaluation import metrics
from moderation.classifiers.evaluation.card_page import write_page
from moderation.classifiers.evaluation.comparison import NOISE, Measured, noise_curve
from moderation.classifiers.linear import LinearClassifier
from tests.written_classifier import WrittenClassifier

TOXICITY = list(COLUMNS).index(Attribute.TOXICITY)


def comment(text: str, toxicity: float) -> LabelledComment:
    labels = [nan] * len(COLUMNS)
    labels[TOXICITY] = toxicity
    return LabelledComment(text, tuple(labels), "made", 1.0, random_sample=True)


def corpus() -> Corpus:
    calm = [comment(f"My gay neighbour is kind {n} [toxicity 0.1{n}]", 0.0) for n in range(24)]
    hostile = [comment(f"Everybody hates him {n} [toxicity 0.9{n}]", 1.0) for n in range(24)]
    return Corpus([*calm, *hostile])


def test_an_attribute_without_labels_has_no_figure() -> None:
    measured = Measured(WrittenClassifier(), corpus())
    assert measured.figure(Attribute.THREAT, metrics.auc) is None


def test_a_perfect_ranking_has_an_auc_of_one_with_an_interval() -> None:
    figure = Measured(WrittenClassifier(), corpus()).figure(Attribute.TOXICITY, metrics.auc)
    assert figure is not None
    assert (figure.value, figure.low, figure.high) == pytest.approx((1.0, 1.0, 1.0))


def test_groups_that_are_mentioned_often_enough_are_measured() -> None:
    found = Measured(WrittenClassifier(), corpus()).groups(Attribute.TOXICITY)
    assert [(group.term, group.mentions, group.bpsn) for group in found] == [("gay", 24, 1.0)]


def test_the_noise_curve_begins_with_all_recall_kept(shipped: LinearClassifier) -> None:
    insults = Corpus([comment(f"You are a complete idiot, number {n}", 1.0) for n in range(24)])
    curve = noise_curve(shipped, insults, Attribute.TOXICITY)
    assert [noise for noise, _ in curve] == list(NOISE)
    assert curve[0] == (0.0, 1.0)


@pytest.mark.needs("matplotlib")
def test_the_page_has_every_domain_its_plots_and_what_was_trained_on(tmp_path: Path) -> None:
    page = tmp_path / "card.md"
    write_page(
        page,
        domains={"News": [Measured(WrittenClassifier(), corpus())]},
        data=[{"name": "civil_comments_news", "comments": 12653, "weight": 1.5}],
        noise={"written-first": [(0.0, 1.0), (0.5, 0.8)]},
        speed={"texts_per_second_core": 1234.5},
    )
    text = page.read_text("utf-8")
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == [
        "# written-first",
        "## Limits",
        "## News: 48 comments",
        "## Calibration",
        "## Length",
        "## Mistyped words",
        "## Groups in News, toxicity, worst first",
        "## Trained on",
        "## Speed and memory",
    ]
    assert "| civil_comments_news | 12,653 | 1.5 | CC0 |" in text
    assert "| toxicity | AUC | 1.000 (1.000–1.000) |" in text
    assert sorted(path.name for path in tmp_path.glob("*.svg")) == [
        "card-calibration.svg",
        "card-length.svg",
        "card-noise.svg",
    ]
