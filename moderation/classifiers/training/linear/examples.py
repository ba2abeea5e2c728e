"""Turns labelled comments into training examples: tokens, labels and weights."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from moderation.classifiers.arrays import Floats
from moderation.classifiers.corpora.corpus import Corpus, LabelledComment
from moderation.classifiers.linear.features import tokens
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.normalization.normalizer import Normalizer
from moderation.classifiers.training.augmentation import (
    disguise_words,
    identity_sentences,
    mask_words,
)
from moderation.classifiers.training.linear.feature_space import FeatureSpace
from moderation.classifiers.training.linear.heads import ADDED, Sample

_NO_COMMENT = -1


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the comments are augmented, for ablation; 0 turns an augmentation off.

    The first three are weights relative to a comment's own; `disguised_share`
    is how many comments get a copy with disguised words.
    """

    masked: float = 0.5
    disguised: float = 0.3
    balance: float = 3.0
    disguised_share: float = 0.15


@dataclass(frozen=True, slots=True)
class Example:
    """A token sequence; `comment` is its row in the corpus, or -1."""

    sequence: list[str]
    labels: Floats
    weight: float
    comment: int


def examples(corpus: Corpus, lexicon: Lexicon, recipe: Recipe, *, seed: int) -> list[Example]:
    """Return the comments in order, then what the recipe adds."""
    normalize = Normalizer(lexicon)
    plain = [
        Example(tokens(normalize(comment.text).text), np.array(comment.labels), comment.weight, row)
        for row, comment in enumerate(corpus.comments)
    ]
    random = Random(seed)  # noqa: S311 -- not a secret
    added: list[Example] = []
    if recipe.masked:
        added += _masked_copies(plain, lexicon, recipe, random)
    if recipe.disguised:
        added += _disguised_copies(corpus.comments, normalize, recipe, random)
    if recipe.balance:
        added += [
            Example(tokens(normalize(text).text), labels, recipe.balance, _NO_COMMENT)
            for text, labels in identity_sentences()
        ]
    return plain + added


def sampled(made: list[Example], corpus: Corpus, space: FeatureSpace) -> Sample:
    """Return the examples as rows to fit on."""
    counts, dense = space.columns([example.sequence for example in made])
    comments = np.array([example.comment for example in made])
    return Sample(
        counts,
        dense,
        labels=np.array([example.labels for example in made]),
        weights=np.array([example.weight for example in made]),
        sources=np.where(comments < 0, ADDED, corpus.sources[comments]),
        comments=comments,
    )


def _masked_copies(
    plain: list[Example], lexicon: Lexicon, recipe: Recipe, random: Random
) -> Iterator[Example]:
    for example in plain:
        masked = mask_words(example.sequence, example.labels, lexicon, random)
        if masked:
            weight = example.weight * recipe.masked
            yield Example(masked, example.labels, weight, example.comment)


def _disguised_copies(
    comments: tuple[LabelledComment, ...], normalize: Normalizer, recipe: Recipe, random: Random
) -> Iterator[Example]:
    for row, comment in enumerate(comments):
        if random.random() < recipe.disguised_share:
            sequence = tokens(normalize(disguise_words(comment.text, random)).text)
            weight = comment.weight * recipe.disguised
            yield Example(sequence, np.array(comment.labels), weight, row)
