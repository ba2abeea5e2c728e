"""Trains the linear classifier on labelled comments and writes a release.

python -m moderation.classifiers.training --data FOLDER --output FILE
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
from rich.progress import Progress
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from moderation.classifiers.augmentation import mask_words
from moderation.classifiers.base import Attribute
from moderation.classifiers.corpus import COLUMNS, Corpus, Source, bucket, read
from moderation.classifiers.features import features, size, tokens
from moderation.classifiers.heads import Floats, Heads, calibration, fit_heads
from moderation.classifiers.lexicon import Lexicon
from moderation.classifiers.normalization import Normalizer
from moderation.classifiers.release import Release
from moderation.classifiers.vocabulary import learn_lexicon, read_word_lists

SOURCES = (
    Source("jigsaw_wiki_6label", 1.0),
    Source("jigsaw_wiki_toxic_only", 1.0),
    Source("wiki_talk_context_toxicity", 0.5),
    Source("guest_misogyny_reddit", 0.5, (Attribute.PERSONAL_ATTACK,)),
    Source("jigsaw_wiki_cleaned_6label", 0.7),
)
HELD_OUT_PERCENT = 10
FOLDS = 5
_LEAST_SEEN = 3
_STRENGTH = 0.3
_KEPT_FEATURES = 260_000
_COPY_WEIGHT = 0.5


def is_held_out(text: str) -> bool:
    """Tell whether a text is kept for measuring; its copies are kept with it."""
    return bucket(text) < HELD_OUT_PERCENT


def train(corpus: Corpus, listed: set[str], *, seed: int, advance: Callable[[], None]) -> Release:
    """Train on `corpus`; `listed` are words of published profanity lists.

    Calls `advance` after each of `FOLDS + 2` steps.
    """
    lexicon = learn_lexicon(corpus, listed)
    sequences, origins = _sequences(corpus, lexicon, seed)
    advance()
    vectorizer = CountVectorizer(analyzer=features, min_df=_LEAST_SEEN, dtype=np.float64)
    counts = scaled_by_size(vectorizer.fit_transform(sequences), sequences)
    advance()
    heads = _fit_folds(corpus, counts, origins, seed=seed, advance=advance)
    return _release(heads, vectorizer.get_feature_names_out(), lexicon)


def _sequences(corpus: Corpus, lexicon: Lexicon, seed: int) -> tuple[list[list[str]], Floats]:
    """Return the tokens of each comment, then of each masked copy, and their row in `corpus`."""
    random, normalize, labels = Random(seed), Normalizer(lexicon), corpus.labels  # noqa: S311 -- not a secret
    plain = [tokens(normalize(text).text) for text in corpus.texts]
    masked = [
        mask_words(sequence, row, lexicon, random)
        for sequence, row in zip(plain, labels, strict=True)
    ]
    copied = [row for row, sequence in enumerate(masked) if sequence]
    copies = [sequence for sequence in masked if sequence]
    return plain + copies, np.array([*range(len(plain)), *copied])


def scaled_by_size(counts: sparse.csr_matrix, sequences: list[list[str]]) -> sparse.csr_matrix:
    """Return the counts divided by the size of each text."""
    scale = 1 / size([len(set(sequence)) for sequence in sequences])
    return (sparse.diags(scale) @ counts).tocsr()


def _fit_folds(
    corpus: Corpus,
    counts: sparse.csr_matrix,
    origins: Floats,
    *,
    seed: int,
    advance: Callable[[], None],
) -> Heads:
    """Return the average of models that each leave a fold out, calibrated on those folds."""
    labels, total = corpus.labels[origins], len(corpus)
    weights = corpus.weights[origins]
    weights[total:] *= _COPY_WEIGHT
    folds = np.array([bucket(f"fold {text}", FOLDS) for text in corpus.texts])[origins]
    unseen, models = np.zeros((total, len(COLUMNS))), []
    for fold in range(FOLDS):
        rows, left_out = np.flatnonzero(folds != fold), np.flatnonzero(folds[:total] == fold)
        models.append(
            fit_heads(counts[rows], labels[rows], weights[rows], strength=_STRENGTH, seed=seed)
        )
        unseen[left_out] = models[-1].logits(counts[left_out])
        advance()
    natural = np.flatnonzero(corpus.natural)
    return Heads.mean(models).recalibrated(*calibration(unseen[natural], labels[natural]))


def _release(heads: Heads, names: Floats, lexicon: Lexicon) -> Release:
    """Return the release with the strongest features only."""
    strength = np.abs(heads.weights).max(axis=1)
    kept = np.sort(np.argsort(-strength, kind="stable")[:_KEPT_FEATURES])
    return Release(
        attributes=tuple(COLUMNS),
        features=tuple(names[kept]),
        weights=heads.weights[kept].astype(np.float16),
        bias=heads.bias,
        lexicon=lexicon.words,
        known=tuple(sorted(lexicon.known - set(lexicon.words))),
    )


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of NAME.csv.gz files")
    parser.add_argument("--output", type=Path, required=True, help="release to write, .npz")
    parser.add_argument("--seed", type=int, default=2026)
    arguments = parser.parse_args()
    corpus = read(arguments.data, SOURCES)
    corpus = corpus.where(not is_held_out(text) for text in corpus.texts)
    listed = read_word_lists(arguments.data / "lexicons")
    with Progress() as progress:
        task = progress.add_task("Training", total=FOLDS + 2)
        release = train(corpus, listed, seed=arguments.seed, advance=lambda: progress.advance(task))
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    release.save(arguments.output, {})


if __name__ == "__main__":
    main()
