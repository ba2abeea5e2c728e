"""Fits the joint model of a linear release and a transformer, and writes a standard release."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from random import Random

import numpy as np
from rich.console import Console
from rich.progress import track

from moderation.classifiers.arrays import Floats, Mask
from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import Corpus, bucket, is_held_out, read
from moderation.classifiers.corpora.sources import CONVERSATIONS, RANDOM_NEWS, REGISTRY
from moderation.classifiers.evaluation.figures import without_nan
from moderation.classifiers.linear import LinearClassifier
from moderation.classifiers.standard.classifier import linear_logits, transformer_logits
from moderation.classifiers.standard.joint import JointModel
from moderation.classifiers.standard.release import JointRelease, Origin
from moderation.classifiers.training.prevalence import PREVALENCE
from moderation.classifiers.training.standard import report
from moderation.classifiers.training.standard.joint import NOTHING, Rows, fit
from moderation.classifiers.training.standard.settling import (
    MOST_CHANGED,
    Shortcut,
    Thresholds,
    measure,
    settling,
)
from moderation.classifiers.transformer import TransformerClassifier

Noise = Callable[[str, Random], str]

# Of the comments that are fitted on, this share has a mistyped copy.
NOISY_SHARE = 0.3
_BATCH = 512
# Aimed at on the comments that choose the bounds, so that others keep MOST_CHANGED too.
_AIMS = (0.8, 0.6, 0.4, 0.2, 0.1)


@dataclass(frozen=True, slots=True)
class Measured:
    """Texts with what both models make of them; `is_news` marks comments as they come."""

    texts: list[str]
    rows: Rows
    is_news: Mask

    def where(self, chosen: Mask) -> "Measured":
        texts = [self.texts[row] for row in np.flatnonzero(chosen).tolist()]
        return Measured(texts, self.rows.where(chosen), self.is_news[chosen])


@dataclass(frozen=True, slots=True)
class Pair:
    """The two releases that are joined, and where their progress is shown."""

    linear: LinearClassifier
    transformer: TransformerClassifier
    console: Console

    def measured(self, corpus: Corpus, is_news: Mask) -> Measured:
        """Return what both make of the comments."""
        texts = corpus.texts
        parts = [
            transformer_logits(self.transformer, texts[start : start + _BATCH])
            for start in track(
                range(0, len(texts), _BATCH),
                "The transformer reads",
                console=self.console,
                transient=True,
            )
        ]
        read = np.concatenate([np.empty((0, len(Attribute))), *parts])
        rows = Rows(linear_logits(self.linear, texts), read, corpus.labels, corpus.weights)
        return Measured(texts, rows, is_news)


def run(
    data: Path,
    output: Path,
    *,
    linear: LinearClassifier,
    transformer: TransformerClassifier,
    thresholds: Thresholds,
    noise: Noise,
    seed: int,
    console: Console,
) -> JointRelease:
    """Fit on the catalogue in `data`, print what is gained, and write the release and its card.

    `noise` types a text as people do in a hurry. One half of the left-out comments fits, the
    other measures.
    """
    left_out = read(data, REGISTRY)
    left_out = left_out.where(
        comment.source in CONVERSATIONS and is_held_out(comment.text)
        for comment in left_out.comments
    )
    news = read(data, RANDOM_NEWS)
    corpus = Corpus([*left_out.comments, *news.comments])
    is_news = np.arange(len(corpus)) >= len(left_out)
    for_fit = np.array([bucket(f"joint {text}", 2) == 0 for text in corpus.texts])
    pair = Pair(linear, transformer, console)
    fitted = pair.measured(corpus.where(for_fit), is_news[for_fit])
    other = pair.measured(corpus.where(~for_fit), is_news[~for_fit])
    noisy = _noisy(corpus.where(for_fit), noise, seed)
    copies = pair.measured(noisy, np.zeros(len(noisy), dtype=bool))
    model = fit(_together(fitted.rows, copies.rows))
    model, shortcut = with_shortcut(model, fitted, other, thresholds)
    figures = report.figures(model, other.rows, other.texts, PREVALENCE)
    _print(console, figures, shortcut)
    release = JointRelease(model, Origin.of(linear), Origin.of(transformer))
    output.parent.mkdir(parents=True, exist_ok=True)
    release.save(output, _card(release, figures, shortcut, thresholds, seed))
    return release


def with_shortcut(
    model: JointModel, fitted: Measured, other: Measured, thresholds: Thresholds
) -> tuple[JointModel, Shortcut]:
    """Return `model` with bounds chosen on the news of one half, and what they do on the other's.

    The bounds are drawn tighter until fewer than MOST_CHANGED verdicts differ there as well.
    """
    chosen_on, judged_on = (_for_settling(part) for part in (fitted, other))
    for aim in _AIMS:
        bounded = settling(model, *chosen_on, thresholds, most_changed=aim * MOST_CHANGED)
        found = measure(bounded, *judged_on, thresholds)
        if found.changed < MOST_CHANGED:
            return bounded, found
    return model, Shortcut(settled=0.0, changed=0.0)


def _for_settling(part: Measured) -> tuple[Floats, Floats, Floats]:
    """Return the logits and weights of the news in a part, or of all of it where it has none."""
    own = part.where(part.is_news) if part.is_news.any() else part
    return own.rows.linear, own.rows.transformer, np.ones(len(own.texts))


def _noisy(corpus: Corpus, noise: Noise, seed: int) -> Corpus:
    """Return mistyped copies of a share of the comments, with their labels."""
    random = Random(seed)  # noqa: S311 -- not a secret
    drawn = [one for one in corpus.comments if random.random() < NOISY_SHARE]
    return Corpus([replace(one, text=noise(one.text, random)) for one in drawn])


def _together(*parts: Rows) -> Rows:
    return Rows(
        np.concatenate([part.linear for part in parts]),
        np.concatenate([part.transformer for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def _print(console: Console, figures: report.Card, shortcut: Shortcut) -> None:
    console.print(report.table(figures))
    console.print(
        f"In bulk the linear release settles {shortcut.settled:.1%} of comments under news; "
        f"{1000 * shortcut.changed:.2f} of 1,000 verdicts differ for it."
    )


def _card(
    release: JointRelease,
    figures: report.Card,
    shortcut: Shortcut,
    thresholds: Thresholds,
    seed: int,
) -> report.Card:
    return {
        "task": "joins two releases, attribute by attribute",
        "linear": release.linear.name,
        "transformer": release.transformer.name,
        "trained_with": {"seed": seed, "scikit-learn": version("scikit-learn")},
        "prevalence": report.prevalences(),
        "noisy_share": NOISY_SHARE,
        "figures": without_nan(figures),
        "bulk": {
            "settled": shortcut.settled,
            "verdicts_changed": shortcut.changed,
            "thresholds": {attribute.value: own for attribute, own in thresholds.items()},
            "settles_at_all": bool((release.model.settled_below > NOTHING).all()),
        },
    }
