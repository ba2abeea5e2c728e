"""Trains the linear classifier on labelled comments and writes a release.

python -m moderation.classifiers.training.linear.train --data FOLDER --output FILE
"""

import argparse
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.progress import Progress

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS, Corpus, Source, is_held_out, read
from moderation.classifiers.corpora.sources import LANGUAGES
from moderation.classifiers.evaluation.figures import LeftOut
from moderation.classifiers.evaluation.model_card import Card, describe
from moderation.classifiers.linear import LinearClassifier
from moderation.classifiers.linear.weights import LinearWeights
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.normalization.normalizer import Normalizer
from moderation.classifiers.release_file import digest
from moderation.classifiers.training.linear import languages
from moderation.classifiers.training.linear.crossfit import CrossFit, crossfit
from moderation.classifiers.training.linear.examples import Recipe, examples, sampled
from moderation.classifiers.training.linear.exemptions import exempted
from moderation.classifiers.training.linear.feature_space import FeatureSpace
from moderation.classifiers.training.linear.heads import Fit
from moderation.classifiers.training.linear.vocabulary import learn_lexicon, read_word_lists
from moderation.classifiers.training.linear.word_vectors import WordVectors

# The sets that the shipped release is trained on
SOURCES = (
    Source("jigsaw_wiki_6label", 1.0),
    Source("jigsaw_wiki_toxic_only", 1.0),
    Source("jigsaw_wiki_cleaned_6label", 0.7),
    Source("wiki_talk_context_toxicity", 0.3),
    Source("paradetox_pairs", 0.3),
    Source("civil_toxic_spans", 0.15, (Attribute.TOXICITY, Attribute.PERSONAL_ATTACK)),
    Source("guest_misogyny_reddit", 0.5, (Attribute.PERSONAL_ATTACK,)),
    Source("hatexplain_text_only", 0.2, (Attribute.IDENTITY_ATTACK,)),
    Source("stormfront_sentences", 0.3, (Attribute.IDENTITY_ATTACK,)),
)

LICENCES_OF_AIDS = {
    "all-MiniLM-L6-v2 (word vectors)": "Apache-2.0",
    "SCOWL american-english (dictionary)": "SCOWL licence, free",
    "United States Census (surnames)": "public domain",
    "GeoNames (places)": "CC BY 4.0",
}


@dataclass(frozen=True)
class Settings:
    """How a release is trained; the defaults make the shipped one."""

    recipe: Recipe = field(default_factory=Recipe)
    fit: Fit = field(default_factory=Fit)
    folds: int = 5
    kept_features: int = 400_000
    seed: int = 2026


class Trained(NamedTuple):
    """A release and the out-of-fold predictions."""

    release: LinearWeights
    left_out: LeftOut


@dataclass(frozen=True)
class Aids:
    """Word lists and vectors used in training beside the labelled comments.

    `listed` are words of published profanity lists, `dictionary` ordinary words,
    `names` those of people and places.
    """

    listed: Collection[str] = ()
    vectors: WordVectors | None = None
    dictionary: Collection[str] = ()
    names: Collection[str] = ()


def train(
    corpus: Corpus,
    aids: Aids,
    settings: Settings,
    *,
    advance: Callable[[], None] = lambda: None,
) -> Trained:
    """Train on `corpus`.

    Calls `advance` after learning the lexicon, tokenizing, counting, and each fold.
    """
    lexicon = learn_lexicon(corpus, aids.listed, [*aids.dictionary, *aids.names])
    advance()
    made = examples(corpus, lexicon, settings.recipe, seed=settings.seed)
    advance()
    sequences = [example.sequence for example in made]
    space = FeatureSpace.fit(sequences, aids.vectors)
    sample = sampled(made, corpus, space)
    advance()
    found = crossfit(
        corpus,
        sample,
        space,
        Normalizer(lexicon),
        fit=settings.fit,
        folds=settings.folds,
        seed=settings.seed,
        advance=advance,
    )
    release = _release(space, found, lexicon, settings.kept_features)
    return Trained(exempted(release, aids.dictionary, aids.names), found.left_out)


def _release(
    space: FeatureSpace, found: CrossFit, lexicon: Lexicon, kept_features: int
) -> LinearWeights:
    """Return the release with the features only that are strongest for any attribute.

    It offers the attributes that had labels.
    """
    names, weights = space.released(found.heads)
    learnt = np.flatnonzero(weights.any(axis=0))
    weights = weights[:, learnt]
    strength = (np.abs(weights) / weights.std(axis=0)).max(axis=1)
    kept = np.sort(np.argsort(-strength, kind="stable")[:kept_features])
    return LinearWeights(
        attributes=tuple(list(COLUMNS)[column] for column in learnt),
        features=tuple(names[row] for row in kept),
        weights=weights[kept].astype(np.float16),
        bias=found.heads.bias[learnt],
        margins=found.margins[learnt],
        lexicon=lexicon.words,
        known=tuple(sorted(lexicon.known - set(lexicon.words))),
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options that the site's command and this module share."""
    parser.add_argument("--data", type=Path, required=True, help="folder of NAME.csv.gz files")
    parser.add_argument("--output", type=Path, required=True, help="release to write, .npz")
    parser.add_argument(
        "--vectors", type=Path, help="word vectors, .npz (docs/linear-classifier.md)"
    )
    parser.add_argument("--dictionary", type=Path, help="a list of ordinary words, one a line")
    parser.add_argument("--names", type=Path, help="a list of people and places, one a line")
    parser.add_argument(
        "--language", choices=sorted(LANGUAGES), help="train a release for another than English"
    )
    parser.add_argument("--seed", type=int, default=Settings.seed)


def run(
    data: Path,
    output: Path,
    *,
    vectors: Path | None,
    dictionary: Path | None,
    names: Path | None,
    seed: int,
    language: str | None = None,
) -> LinearWeights:
    """Train on the catalogue in `data`, showing progress, and write the release and its card."""
    if language:
        return run_language(language, data, output, seed=seed)
    aids = Aids(
        listed=read_word_lists(data / "lexicons"),
        vectors=WordVectors.load(vectors) if vectors else None,
        dictionary=_words(dictionary),
        names=_words(names),
    )
    digests = {p.name: digest(p.read_bytes()) for p in (vectors, dictionary, names) if p}
    return _trained_and_written(
        read(data, SOURCES),
        SOURCES,
        aids,
        Settings(seed=seed),
        output,
        trained_with={"aids": digests},
        further_licences=LICENCES_OF_AIDS,
    )


def run_language(language: str, data: Path, output: Path, *, seed: int) -> LinearWeights:
    """Train a release for another language on the catalogue in `data`, and write it and its card.

    Without word lists, dictionary and vectors, which are English.
    """
    return _trained_and_written(
        languages.corpus_of(data, language, seed=seed),
        (*LANGUAGES[language], languages.MADE),
        Aids(),
        Settings(recipe=languages.RECIPE, kept_features=80_000, seed=seed),
        output,
        trained_with={},
        further_licences={},
        further=lambda trained: languages.on_the_card(language, *trained),
    )


def _trained_and_written(
    corpus: Corpus,
    sources: Iterable[Source],
    aids: Aids,
    settings: Settings,
    output: Path,
    *,
    trained_with: Card,
    further_licences: dict[str, str],
    further: Callable[[Trained], Card] = lambda _: {},
) -> LinearWeights:
    """Train on what is not held out of `corpus`, and write the release with its card.

    `further` returns what the card says beside what every card does.
    """
    training = corpus.where(not is_held_out(text) for text in corpus.texts)
    with Progress() as progress:
        task = progress.add_task("Training", total=settings.folds + 3)
        trained = train(training, aids, settings, advance=partial(progress.advance, task))
    output.parent.mkdir(parents=True, exist_ok=True)
    card = describe(
        LinearClassifier(trained.release, name=output.stem, digest=""),
        corpus,
        sources,
        trained.left_out,
        seed=settings.seed,
        trained_with={"scikit-learn": version("scikit-learn"), **trained_with},
        further_licences=further_licences,
    )
    trained.release.save(output, card | further(trained))
    return trained.release


def _words(path: Path | None) -> list[str]:
    return path.read_text("utf-8").split() if path else []


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    arguments = parser.parse_args()
    run(**vars(arguments))


if __name__ == "__main__":
    main()
