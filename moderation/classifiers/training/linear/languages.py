"""What a linear release for another language than English is trained on, and how far it is sure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from moderation.classifiers.arrays import Floats
from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS, Corpus, LabelledComment, Source, read
from moderation.classifiers.corpora.sources import LANGUAGES
from moderation.classifiers.corpora.synthetic import languages
from moderation.classifiers.evaluation.figures import LeftOut
from moderation.classifiers.evaluation.model_card import Card
from moderation.classifiers.linear.weights import LinearWeights
from moderation.classifiers.training.linear.examples import Recipe

# Fewer comments that people found objectionable say little about an attribute.
_LEAST_POSITIVE = 100
# The share of objectionable comments that must score above the bound of what is surely calm
_KEPT = 0.9
# What the collections put in place of names, links and ends of lines
_PLACEHOLDERS = re.compile(r"@?\bUser\.IDX\b|\bUSER\b|\bURL\b|\|LBR\||@user\b")
# The sentences about groups are English ones.
RECIPE = Recipe(balance=0)

LIMITS = (
    "It knows words and pieces of words in one language, not what a sentence means.",
    "It was trained on posts of a social network, with few hostile comments under news.",
    "It misses more than the release for English does: what it is not sure of goes to a person.",
    "Irony, quotation and counter-speech can mislead it, and it does not know the thread.",
)

MADE = Source(languages.MADE, 1.0)


def corpus_of(data: Path, language: str, *, seed: int) -> Corpus:
    """Return the labelled comments in `language` and, behind them, sentences made from lists.

    The former count as they come: there is no other sample of that language.
    """
    found = read(data, LANGUAGES[language])
    offered = frozenset(_offered(found.labels))
    comments = (_cleaned(comment, offered) for comment in found.comments)
    return Corpus([*comments, *languages.sentences(language, seed=seed, offered=offered)])


def on_the_card(language: str, release: LinearWeights, left_out: LeftOut) -> Card:
    """Return what the card of such a release says beside what every card does."""
    return {
        "languages": [language],
        "attributes": [attribute.value for attribute in release.attributes],
        "calm_below": calm_below(left_out),
        "limits": LIMITS,
    }


def calm_below(left_out: LeftOut) -> float:
    """Return the toxicity below which few objectionable comments lie, to two digits."""
    column = list(COLUMNS).index(Attribute.TOXICITY)
    share = left_out.corpus.labels[:, column]
    objectionable = left_out.probabilities[share >= 0.5, column]
    return float(np.floor(100 * np.quantile(objectionable, 1 - _KEPT)) / 100)


def _offered(labels: Floats) -> Iterator[str]:
    """Yield the columns with enough comments that people found objectionable."""
    for place, column in enumerate(COLUMNS.values()):
        if (labels[:, place] >= 0.5).sum() >= _LEAST_POSITIVE:
            yield column


def _cleaned(comment: LabelledComment, offered: frozenset[str]) -> LabelledComment:
    labels = tuple(
        label if column in offered else np.nan
        for column, label in zip(COLUMNS.values(), comment.labels, strict=True)
    )
    text = _PLACEHOLDERS.sub(" ", comment.text)
    return replace(comment, text=text, labels=labels, random_sample=True)
