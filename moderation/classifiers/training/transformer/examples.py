"""Turns labelled comments and made sentences into what the transformer is trained on."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS, Corpus, LabelledComment
from moderation.classifiers.corpora.synthetic.dilution import diluted, long_calm
from moderation.classifiers.corpora.synthetic.phrases import lines
from moderation.classifiers.corpora.synthetic.sentence import Sentence
from moderation.classifiers.corpora.typing_noise import typed
from moderation.classifiers.training.augmentation import disguise_words

_TOXICITY = list(COLUMNS).index(Attribute.TOXICITY)
_LONGEST_TO_DILUTE = 120
_CALM_COMMENTS = 400


@dataclass(frozen=True, slots=True)
class Recipe:
    """How comments and sentences are augmented: shares of texts that get a copy, and weights.

    `comments_first` is the share of comments that the first stage is made of, `long_calm`
    the number of long harmless sentences. The comments of a set come once, or as often as
    `passes` says under its name.
    """

    comments_first: float = 0.5
    disguised: float = 0.10
    mistyped: float = 0.12
    diluted_comments: float = 0.25
    diluted_sentences: float = 0.30
    noisy_sentences: float = 0.15
    long_calm: int = 1500
    sentence_weight: float = 0.7
    copy_weight: float = 0.7
    passes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A text as posted, its labels in the order of COLUMNS (NaN: missing) and its weight."""

    text: str
    labels: tuple[float, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example as token ids."""

    ids: NDArray[np.int32]
    labels: tuple[float, ...]
    weight: float


def stages(
    corpus: Corpus, sentences: Sequence[Sentence], recipe: Recipe, *, seed: int
) -> tuple[list[Example], list[Example]]:
    """Return what is learnt first and what then.

    First come comments alone, so that the encoder learns what comments are. Then come the
    other comments, the sentences, and the copies of all that the recipe adds.
    """
    random = Random(seed)  # noqa: S311 -- not a secret
    repeated = [c for c in corpus.comments for _ in range(recipe.passes.get(c.source, 1))]
    comments = random.sample(repeated, len(repeated))
    first = comments[: round(recipe.comments_first * len(comments))]
    calm = _calm_clauses(comments, random)
    second = [_example(comment) for comment in comments[len(first) :]]
    second += (copy for comment in comments for copy in _copies(comment, calm, recipe, random))
    second += (made for sentence in sentences for made in _sentence(sentence, calm, recipe, random))
    second += (
        Example(long.text, long.labels, recipe.sentence_weight * recipe.copy_weight)
        for long in (long_calm(calm, random) for _ in range(recipe.long_calm))
    )
    return [_example(comment) for comment in first], second


def _example(comment: LabelledComment) -> Example:
    return Example(comment.text, comment.labels, comment.weight)


def _sentence(
    sentence: Sentence, calm: Sequence[str], recipe: Recipe, random: Random
) -> Iterator[Example]:
    yield Example(sentence.text, sentence.labels, recipe.sentence_weight)
    weight = recipe.sentence_weight * recipe.copy_weight
    if random.random() < recipe.diluted_sentences:
        long = diluted(sentence, calm, random)
        yield Example(long.text, long.labels, weight)
    if random.random() < recipe.noisy_sentences:
        yield Example(_noisy(sentence.text, random), sentence.labels, weight)


def _copies(
    comment: LabelledComment, calm: Sequence[str], recipe: Recipe, random: Random
) -> Iterator[Example]:
    weight = comment.weight * recipe.copy_weight
    if random.random() < recipe.disguised:
        yield Example(disguise_words(comment.text, random), comment.labels, weight)
    if random.random() < recipe.mistyped:
        yield Example(typed(comment.text, random), comment.labels, weight)
    hostile = comment.labels[_TOXICITY] >= 0.5 and len(comment.text) <= _LONGEST_TO_DILUTE
    if hostile and random.random() < recipe.diluted_comments:
        long = diluted(Sentence(comment.text, comment.labels), calm, random)
        yield Example(long.text, long.labels, weight)


def _calm_clauses(comments: Sequence[LabelledComment], random: Random) -> list[str]:
    """Return what an attack may be hidden among: clauses from a list, and short comments."""
    short = [comment.text for comment in comments if _is_short_and_calm(comment)]
    return [*lines("calm_clauses"), *random.sample(short, min(_CALM_COMMENTS, len(short)))]


def _is_short_and_calm(comment: LabelledComment) -> bool:
    """Tell whether no rater objected to a comment that is short enough to be a clause."""
    return comment.labels[_TOXICITY] == 0 and 20 <= len(comment.text) <= _LONGEST_TO_DILUTE


def _noisy(text: str, random: Random) -> str:
    return typed(text, random) if random.random() < 0.5 else disguise_words(text, random)


def encoded(
    made: Iterable[Example], ids_of: Callable[[str], Sequence[int]], *, longest: int
) -> Iterator[Encoded]:
    """Yield examples as token ids, cut to `longest` with the two special tokens.

    `ids_of` returns the ids of a text as the classifier reads it, special tokens included.
    """
    for example in made:
        ids = list(ids_of(example.text))
        if len(ids) > longest:
            ids = [*ids[: longest - 1], ids[-1]]
        yield Encoded(np.array(ids, dtype=np.int32), example.labels, example.weight)
