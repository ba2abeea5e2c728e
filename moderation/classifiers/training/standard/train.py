"""Fits the joint model of a linear release and a transformer, and writes a standard release."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from random import Random

import numpy as np
from rich.console import Console
from rich.progress import track

from moderation.classifiers.arrays import Floats, Mask
from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import Corpus, bucket, is_held_out, read
from moderation.classifiers.corpora.sources import CONVERSATIONS, NEWS, RANDOM_NEWS, REGISTRY
from moderation.classifiers.corpora.synthetic.filling import fields
from moderation.classifiers.evaluation.figures import without_nan
from moderation.classifiers.linear import LinearClassifier
from moderation.classifiers.standard.classifier import linear_logits, transformer_logits
from moderation.classifiers.standard.joint import JointModel
from moderation.classifiers.standard.passages import Passages
from moderation.classifiers.standard.release import JointRelease, Origin
from moderation.classifiers.standard.slurs import Slurs
from moderation.classifiers.training.prevalence import PREVALENCE, masses
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
# One in twenty comments under news has so long a stretch.
PASSAGES = Passages(longer_than=30, words=10, margin=1.0)
# Readers found more than so many of the registered comments with a listed word to be an attack.
SLUR_IS_ATTACK = 0.5
_BATCH = 512
# So many news comments choose the bounds of the short cut.
_CHOSEN_ON = 6_000
# Aimed at on the comments that choose the bounds, so that others keep MOST_CHANGED too.
_AIMS = (0.8, 0.6, 0.4, 0.2, 0.1)


@dataclass(frozen=True, slots=True)
class Measured:
    """Texts with what both models make of them."""

    texts: list[str]
    rows: Rows

    def where(self, chosen: Mask) -> "Measured":
        texts = [self.texts[row] for row in np.flatnonzero(chosen).tolist()]
        return Measured(texts, self.rows.where(chosen))


@dataclass(frozen=True, slots=True)
class Pair:
    """The two releases that are joined, and where their progress is shown."""

    linear: LinearClassifier
    transformer: TransformerClassifier
    console: Console

    def measured(self, corpus: Corpus) -> Measured:
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
        return Measured(texts, rows)


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
    registered, news = read(data, REGISTRY), read(data, RANDOM_NEWS)
    conversations = registered.where(c.source in CONVERSATIONS for c in registered.comments)
    held_out = np.array([is_held_out(text) for text in conversations.texts])
    left_out = Corpus([*conversations.where(held_out).comments, *news.comments])
    for_fit = np.array([bucket(f"joint {text}", 2) == 0 for text in left_out.texts])
    pair = Pair(linear, transformer, console)
    fitted, other = (pair.measured(left_out.where(half)) for half in (for_fit, ~for_fit))
    copies = pair.measured(_noisy(left_out.where(for_fit), noise, seed))
    model = fit(_together(fitted.rows, copies.rows))
    seen_news = conversations.where(~held_out & (conversations.sources == NEWS))
    chosen_on = pair.measured(Corpus(seen_news.comments[:_CHOSEN_ON]))
    model, shortcut = with_shortcut(model, chosen_on.rows, pair.measured(news).rows, thresholds)
    figures = report.figures(model, other.rows, other.texts, PREVALENCE)
    _print(console, figures, shortcut)
    release = JointRelease(
        model, Origin.of(linear), Origin.of(transformer), PASSAGES, Slurs(SLUR_IS_ATTACK, slurs())
    )
    output.parent.mkdir(parents=True, exist_ok=True)
    release.save(output, _card(release, figures, shortcut, thresholds, seed))
    return release


def slurs() -> tuple[str, ...]:
    """Return the words that are slurs and nothing else, singular and plural."""
    return tuple(chain.from_iterable(fields("unmistakable_slurs")))


def with_shortcut(
    model: JointModel, chosen_on: Rows, random_news: Rows, thresholds: Thresholds
) -> tuple[JointModel, Shortcut]:
    """Return `model` with bounds chosen on news comments, and what they do to random ones.

    The first are many and weighted to the prevalence of news; no label is needed but for
    that. The bounds are drawn tighter until fewer than MOST_CHANGED verdicts differ among
    the second too.
    """
    weights = _as_frequent_as_in_news(chosen_on)
    for aim in _AIMS:
        bounded = settling(
            model,
            chosen_on.linear,
            chosen_on.transformer,
            weights,
            thresholds,
            most_changed=aim * MOST_CHANGED,
        )
        found = measure(
            bounded,
            random_news.linear,
            random_news.transformer,
            np.ones(len(random_news.weights)),
            thresholds,
        )
        if found.changed < MOST_CHANGED:
            return bounded, found
    return model, Shortcut(settled=0.0, changed=0.0)


def _as_frequent_as_in_news(rows: Rows) -> Floats:
    """Return a weight for each comment, such that toxic ones are as frequent as under news."""
    shares = rows.labels[:, list(Attribute).index(Attribute.TOXICITY)]
    bad, calm = masses(shares, np.ones(len(shares)), PREVALENCE[Attribute.TOXICITY])
    return np.asarray(bad + calm)


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
