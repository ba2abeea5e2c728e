"""Shows what each part of training brings: one row per part left out or added.

    python -m benchmarks.ablation --data FOLDER --vectors FILE

Every row is fitted on the same comments and measured on the same held-out ones:
AUC per attribute on talk pages, and for toxicity AUC on social media, false
positives on calm comments, and ranking of identity templates. One fit per row,
without averaging folds or pruning, so that the rows compare parts, not luck.
"""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from moderation.classifiers import metrics
from moderation.classifiers.base import Attribute
from moderation.classifiers.corpus import COLUMNS, Corpus, Source, is_held_out, read
from moderation.classifiers.examples import Example, Recipe, examples
from moderation.classifiers.feature_space import FeatureSpace
from moderation.classifiers.features import features, size, tokens
from moderation.classifiers.heads import ADDED, Fit, Heads, Sample, calibration, fit_heads
from moderation.classifiers.identities import groups
from moderation.classifiers.lexicon import Lexicon
from moderation.classifiers.normalization import Normalizer
from moderation.classifiers.training import SOURCES
from moderation.classifiers.vocabulary import learn_lexicon, read_word_lists
from moderation.classifiers.word_vectors import WordVectors

Floats = NDArray[np.float64]

SEED = 2026
TALK_PAGES = ("jigsaw_wiki_6label", "jigsaw_wiki_toxic_only", "jigsaw_wiki_cleaned_6label")
MEASURED = (*SOURCES, Source("wiki_debias_testset_nonfuzzed", 1.0))
TOXICITY = list(COLUMNS).index(Attribute.TOXICITY)


@dataclass(frozen=True)
class Row:
    """One line of the table: what training uses."""

    name: str
    sources: tuple[str, ...]
    fit: Fit
    vectors: bool
    recipe: Recipe


FULL = Row("everything", tuple(s.name for s in SOURCES), Fit(), vectors=True, recipe=Recipe())
ROWS = (
    FULL,
    replace(FULL, name="without word vectors", vectors=False),
    replace(FULL, name="without balanced mentions", recipe=Recipe(balance=0)),
    replace(FULL, name="without disguised copies", recipe=Recipe(disguised=0, masked=0)),
    replace(FULL, name="without naive-Bayes scaling", fit=Fit(naive_bayes=False)),
    replace(FULL, name="hard labels", fit=Fit(soft_labels=False)),
    replace(FULL, name="without a bias per source", fit=Fit(source_bias=False)),
    replace(FULL, name="talk pages only", sources=TALK_PAGES),
    replace(
        FULL,
        name="talk pages only, nothing added",
        sources=TALK_PAGES,
        vectors=False,
        recipe=Recipe(balance=0, disguised=0, masked=0),
    ),
)


@dataclass(frozen=True)
class Held:
    """Held-out texts as columns, with their labels."""

    corpus: Corpus
    counts: sparse.csr_matrix
    dense: Floats

    def scores(self, heads: Heads) -> Floats:
        return np.asarray(1 / (1 + np.exp(-heads.logits(self.counts, self.dense))))


class Ablation:
    """The comments, tokenized and counted once, from which every row takes its part."""

    def __init__(self, data: Path, vectors: WordVectors) -> None:
        corpus = read(data, MEASURED)
        held_out = np.array([is_held_out(text) for text in corpus.texts])
        used = np.isin(corpus.sources, FULL.sources)
        self.training = corpus.where(~held_out & used)
        lexicon = learn_lexicon(self.training, read_word_lists(data / "lexicons"))
        made = examples(self.training, lexicon, Recipe(), seed=SEED)
        self.space, counts, dense = FeatureSpace.fit([e.sequence for e in made], vectors)
        self.comments = np.array([example.comment for example in made])
        self.sample = _sample(made, self.comments, self.training, counts, dense)
        self.held = self._held(corpus.where(held_out), lexicon)
        self.templates = self._held(_templates(data), lexicon)
        random = np.random.default_rng(SEED)
        self.kept_for_calibration = self.training.natural & (
            random.random(len(self.training)) < 0.3
        )

    def _held(self, corpus: Corpus, lexicon: Lexicon) -> Held:
        normalize = Normalizer(lexicon)
        sequences = [tokens(normalize(text).text) for text in corpus.texts]
        vectorizer = CountVectorizer(
            analyzer=features, vocabulary={name: i for i, name in enumerate(self.space.names)}
        )
        scale = 1 / size([len(set(sequence)) for sequence in sequences])
        assert self.space.vectors is not None
        counts = (sparse.diags(scale) @ vectorizer.transform(sequences)).tocsr()
        return Held(corpus, counts, self.space.vectors.sums(sequences) * scale[:, None])

    def heads(self, row: Row) -> Heads:
        """Return the row's heads, calibrated on comments that they have not seen."""
        chosen = self.sample.rows(np.flatnonzero(self._rows(row)))
        unseen = self.sample.rows(np.flatnonzero(self.kept_for_calibration))
        if not row.vectors:
            chosen, unseen = (replace(s, dense=s.dense * 0) for s in (chosen, unseen))
        heads = fit_heads(chosen, row.fit, seed=SEED)
        logits = heads.logits(unseen.counts, unseen.dense)
        return heads.recalibrated(*calibration(logits, unseen.labels))

    def _rows(self, row: Row) -> NDArray[np.bool_]:
        balance = self.comments < 0
        copies = ~balance & (np.arange(len(self.comments)) >= len(self.training))
        chosen = np.isin(self.sample.sources, row.sources) | (balance & bool(row.recipe.balance))
        chosen &= ~(copies & (row.recipe.masked == 0))
        return chosen & ~np.where(balance, False, self.kept_for_calibration[self.comments])

    def figures(self, row: Row) -> list[float]:
        """Return the row's cells."""
        heads = self.heads(row)
        scores, labels = self.held.scores(heads), self.held.corpus.labels
        sources = self.held.corpus.sources
        talk = sources == TALK_PAGES[0]
        cells = [metrics.auc(labels[talk, i], scores[talk, i]) for i in range(len(COLUMNS))]
        social = sources == "paradetox_pairs"
        cells.append(metrics.auc(labels[social, TOXICITY], scores[social, TOXICITY]))
        calm = np.isin(sources, ("wiki_talk_context_toxicity", "wiki_debias_testset_nonfuzzed"))
        calm |= self.held.corpus.natural
        cells.append(metrics.false_positive_rate(labels[calm, TOXICITY], scores[calm, TOXICITY]))
        truth = self.templates.corpus.labels[:, TOXICITY]
        score = self.templates.scores(heads)[:, TOXICITY]
        bias = metrics.identity_bias(truth, score, groups(self.templates.corpus.texts))
        return [*cells, metrics.auc(truth, score), bias["bpsn_auc"]]


def _sample(
    made: list[Example],
    comments: NDArray[np.intp],
    training: Corpus,
    counts: sparse.csr_matrix,
    dense: Floats,
) -> Sample:
    return Sample(
        counts,
        dense,
        labels=np.array([example.labels for example in made]),
        weights=np.array([example.weight for example in made]),
        sources=np.where(comments < 0, ADDED, training.sources[comments]),
    )


def _templates(data: Path) -> Corpus:
    """Return a fifth of the identity templates, which never train."""
    corpus = read(data, [Source("bias_templates_en", 1.0)])
    return corpus.where(np.random.default_rng(SEED).random(len(corpus)) < 0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, required=True)
    arguments = parser.parse_args()
    ablation = Ablation(arguments.data, WordVectors.load(arguments.vectors))
    names = [*(a.value for a in COLUMNS), "social", "calm FP", "templates", "BPSN"]
    print("| |", " | ".join(names), "|")
    print("|---" * (len(names) + 1) + "|")
    for row in ROWS:
        cells = " | ".join(f"{cell:.4f}" for cell in ablation.figures(row))
        print(f"| {row.name} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
