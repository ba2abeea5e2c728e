"""Trains the linear classifier on labelled comments and writes a release.

python -m moderation.classifiers.training --data FOLDER --output FILE
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import Progress

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpus import COLUMNS, Corpus, Source, bucket, is_held_out, read
from moderation.classifiers.examples import Recipe, examples
from moderation.classifiers.feature_space import FeatureSpace
from moderation.classifiers.heads import ADDED, Fit, Heads, Sample, calibration, fit_heads
from moderation.classifiers.lexicon import Lexicon
from moderation.classifiers.linear import LinearClassifier
from moderation.classifiers.model_card import describe
from moderation.classifiers.pardons import pardoned
from moderation.classifiers.release import Release, digest
from moderation.classifiers.vocabulary import learn_lexicon, read_word_lists
from moderation.classifiers.word_vectors import WordVectors

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
"""What trains the shipped release: talk pages and forums much, tweets little."""


@dataclass(frozen=True)
class Settings:
    """How a release is trained; the defaults make the shipped one."""

    recipe: Recipe = field(default_factory=Recipe)
    fit: Fit = field(default_factory=Fit)
    folds: int = 3
    kept_features: int = 400_000
    seed: int = 2026


def train(
    corpus: Corpus,
    listed: set[str],
    vectors: WordVectors | None,
    settings: Settings,
    *,
    advance: Callable[[], None] = lambda: None,
) -> Release:
    """Train on `corpus`; `listed` are words of published profanity lists.

    Calls `advance` after learning the lexicon, tokenizing, counting, and each fold.
    """
    lexicon = learn_lexicon(corpus, listed)
    advance()
    made = examples(corpus, lexicon, settings.recipe, seed=settings.seed)
    advance()
    space, counts, dense = FeatureSpace.fit([example.sequence for example in made], vectors)
    advance()
    comments = np.array([example.comment for example in made])
    sample = Sample(
        counts,
        dense,
        labels=np.array([example.labels for example in made]),
        weights=np.array([example.weight for example in made]),
        sources=np.where(comments < 0, ADDED, corpus.sources[comments]),
    )
    heads = _fit_folds(corpus, sample, comments, settings, advance)
    names, weights = space.released(heads)
    return _release(names, weights, heads.bias, lexicon, settings.kept_features)


def _fit_folds(
    corpus: Corpus,
    sample: Sample,
    comments: NDArray[np.intp],
    settings: Settings,
    advance: Callable[[], None],
) -> Heads:
    """Return the average of models that each leave a fold out, calibrated on those folds.

    Calibration uses comments drawn at random only, where labels are as frequent
    as in life.
    """
    fold_of = np.array([bucket(f"fold {text}", settings.folds) for text in corpus.texts])
    folds = np.where(comments < 0, -1, fold_of[comments])
    natural = np.flatnonzero(corpus.natural)
    unseen, models = np.zeros((len(natural), len(COLUMNS))), []
    for fold in range(settings.folds):
        models.append(
            fit_heads(sample.rows(np.flatnonzero(folds != fold)), settings.fit, seed=settings.seed)
        )
        left_out = np.flatnonzero(fold_of[natural] == fold)
        rows = sample.rows(natural[left_out])
        unseen[left_out] = models[-1].logits(rows.counts, rows.dense)
        advance()
    return Heads.mean(models).recalibrated(*calibration(unseen, sample.labels[natural]))


def _release(
    names: tuple[str, ...],
    weights: NDArray[np.float64],
    bias: NDArray[np.float64],
    lexicon: Lexicon,
    kept_features: int,
) -> Release:
    """Return the release with the strongest features only."""
    strength = np.abs(weights).max(axis=1)
    kept = np.sort(np.argsort(-strength, kind="stable")[:kept_features])
    return Release(
        attributes=tuple(COLUMNS),
        features=tuple(names[row] for row in kept),
        weights=weights[kept].astype(np.float16),
        bias=bias,
        margins=np.full(len(COLUMNS), 3.0),
        lexicon=lexicon.words,
        known=tuple(sorted(lexicon.known - set(lexicon.words))),
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options that the site's command and this module share."""
    parser.add_argument("--data", type=Path, required=True, help="folder of NAME.csv.gz files")
    parser.add_argument("--output", type=Path, required=True, help="release to write, .npz")
    parser.add_argument("--vectors", type=Path, help="word vectors, .npz (docs/classifier.md)")
    parser.add_argument("--dictionary", type=Path, help="a list of ordinary words, one a line")
    parser.add_argument("--seed", type=int, default=Settings.seed)


def run(
    data: Path, output: Path, *, vectors: Path | None, dictionary: Path | None, seed: int
) -> Release:
    """Train on the catalogue in `data`, showing progress, and write the release and its card."""
    corpus = read(data, SOURCES)
    training = corpus.where(not is_held_out(text) for text in corpus.texts)
    listed = read_word_lists(data / "lexicons")
    loaded = WordVectors.load(vectors) if vectors else None
    settings = Settings(seed=seed)
    with Progress() as progress:
        task = progress.add_task("Training", total=settings.folds + 3)
        release = train(training, listed, loaded, settings, advance=lambda: progress.advance(task))
    if dictionary:
        release = pardoned(release, dictionary.read_text("utf-8").split())
    output.parent.mkdir(parents=True, exist_ok=True)
    classifier = LinearClassifier(release, name=output.stem, digest="")
    aids = {path.name: digest(path.read_bytes()) for path in (vectors, dictionary) if path}
    release.save(output, describe(classifier, corpus, SOURCES, seed=seed, aids=aids))
    return release


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    arguments = parser.parse_args()
    run(**vars(arguments))


if __name__ == "__main__":
    main()
