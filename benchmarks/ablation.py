"""Ablation of training: one row for each part that is left out.

    python -m benchmarks.ablation --data FOLDER --vectors FILE

Every row is fitted on the same comments and measured on the same held-out ones:
AUC per attribute on talk pages, and for toxicity AUC on social media, false
positives on calm comments, and ranking of identity templates. One fit per row,
without averaging folds or pruning, so that the rows compare parts, not luck.
"""

import argparse
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rich.progress import track
from scipy import sparse

from moderation.classifiers.arrays import Floats, Mask
from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS, Corpus, Source, is_held_out, read
from moderation.classifiers.corpora.identities import groups
from moderation.classifiers.evaluation import metrics
from moderation.classifiers.linear.features import tokens
from moderation.classifiers.normalization.normalizer import Normalizer
from moderation.classifiers.training.linear.examples import Recipe, examples, sampled
from moderation.classifiers.training.linear.feature_space import FeatureSpace
from moderation.classifiers.training.linear.heads import Fit, Heads, calibration, fit_heads
from moderation.classifiers.training.linear.train import SOURCES
from moderation.classifiers.training.linear.vocabulary import learn_lexicon, read_word_lists
from moderation.classifiers.training.linear.word_vectors import WordVectors

SEED = 2026
TALK_PAGES = ("jigsaw_wiki_6label", "jigsaw_wiki_toxic_only", "jigsaw_wiki_cleaned_6label")
TOXICITY = list(COLUMNS).index(Attribute.TOXICITY)
# Rows differ in one thing. Attributes are fitted apart, so a release may take each from the row
# in which it does best.
ONE_STRENGTH = Fit(strengths=(0.3,) * len(COLUMNS))
# The share of the comments drawn at random that calibrate a row and do not train it
CALIBRATING = 0.3


def is_anything(_: str) -> bool:
    return True


def is_word(feature: str) -> bool:
    return feature.startswith("<") and feature.endswith(">")


def is_pair(feature: str) -> bool:
    return " " in feature


@dataclass(frozen=True)
class Row:
    """One line of the table: what training uses."""

    name: str
    sources: tuple[str, ...] = tuple(source.name for source in SOURCES)
    fit: Fit = ONE_STRENGTH
    features: Callable[[str], bool] = is_anything
    vectors: bool = True
    copies: bool = True
    balance: bool = True


BARE = Row("talk pages only, nothing added", TALK_PAGES, vectors=False, copies=False, balance=False)
ROWS = (
    Row("everything"),
    Row("without pairs of words", features=lambda name: not is_pair(name)),
    Row("without letters in words", features=lambda name: is_word(name) or is_pair(name)),
    Row("without word vectors", vectors=False),
    Row("without balanced mentions", balance=False),
    Row("without disguised copies", copies=False),
    Row("without naive-Bayes scaling", fit=replace(ONE_STRENGTH, least_for_ratios=math.inf)),
    Row("naive-Bayes scaling for threats too", fit=replace(ONE_STRENGTH, least_for_ratios=0)),
    Row("a third of the strength", fit=Fit(strengths=(0.1,) * len(COLUMNS))),
    Row("hard labels", fit=replace(ONE_STRENGTH, soft_labels=False)),
    Row("without a bias per source", fit=replace(ONE_STRENGTH, source_bias=False)),
    Row("talk pages only", TALK_PAGES),
    BARE,
    replace(
        BARE, name="… words and pairs only", features=lambda name: is_word(name) or is_pair(name)
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
        corpus = read(data, SOURCES)
        held_out = np.array([is_held_out(text) for text in corpus.texts])
        self.training = corpus.where(~held_out)
        self.lexicon = learn_lexicon(self.training, read_word_lists(data / "lexicons"))
        made = examples(self.training, self.lexicon, Recipe(), seed=SEED)
        self.space = FeatureSpace.fit([example.sequence for example in made], vectors)
        self.sample = sampled(made, self.training, self.space)
        self.held = self._held(corpus.where(held_out))
        self.templates = self._held(_templates(data))
        drawn = np.random.default_rng(SEED).random(len(self.training)) < CALIBRATING
        self.calibrating = self.training.random_sample & drawn

    def _held(self, corpus: Corpus) -> Held:
        normalize = Normalizer(self.lexicon)
        return Held(corpus, *self.space.columns([tokens(normalize(t).text) for t in corpus.texts]))

    def heads(self, row: Row) -> Heads:
        """Return the row's heads, calibrated on comments that they have not seen.

        Columns that the row does not use have no weight.
        """
        used = np.array([row.features(name) for name in self.space.names])
        sample = self.sample
        if not row.vectors:
            sample = replace(sample, dense=sample.dense * 0)
        if not used.all():
            sample = replace(sample, counts=(sample.counts @ sparse.diags(used * 1.0)).tocsr())
        heads = fit_heads(sample.rows(np.flatnonzero(self._rows(row))), row.fit, seed=SEED)
        unseen = sample.rows(np.flatnonzero(self.calibrating))
        return heads.recalibrated(
            *calibration(heads.logits(unseen.counts, unseen.dense), unseen.labels)
        )

    def _rows(self, row: Row) -> Mask:
        comments = self.sample.comments
        balance = comments < 0
        copies = ~balance & (np.arange(len(comments)) >= len(self.training))
        chosen = np.isin(self.sample.sources, row.sources) | (balance & row.balance)
        chosen &= ~copies | row.copies
        return chosen & ~np.where(balance, False, self.calibrating[comments])

    def figures(self, row: Row) -> list[float]:
        """Return the row's cells."""
        heads = self.heads(row)
        scores, labels = self.held.scores(heads), self.held.corpus.labels
        sources = self.held.corpus.sources
        talk = sources == TALK_PAGES[0]
        cells = [metrics.auc(labels[talk, i], scores[talk, i]) for i in range(len(COLUMNS))]
        social = sources == "paradetox_pairs"
        cells.append(metrics.auc(labels[social, TOXICITY], scores[social, TOXICITY]))
        calm = (sources == "wiki_talk_context_toxicity") | self.held.corpus.random_sample
        cells.append(metrics.false_positive_rate(labels[calm, TOXICITY], scores[calm, TOXICITY]))
        truth = self.templates.corpus.labels[:, TOXICITY]
        score = self.templates.scores(heads)[:, TOXICITY]
        bias = metrics.identity_bias(truth, score, groups(self.templates.corpus.texts))
        return [*cells, metrics.auc(truth, score), bias["bpsn_auc"]]


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
    for row in track(ROWS, "Fitting"):
        cells = " | ".join(f"{cell:.4f}" for cell in ablation.figures(row))
        print(f"| {row.name} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
