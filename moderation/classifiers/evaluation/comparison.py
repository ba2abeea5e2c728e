"""Measures several classifiers on the same comments, for a release's card.

A domain is a kind of place where people comment. Each classifier scores each text once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from moderation.classifiers.arrays import Floats, Mask
from moderation.classifiers.base import Attribute, Scores
from moderation.classifiers.corpora.corpus import COLUMNS, Corpus
from moderation.classifiers.corpora.identities import groups
from moderation.classifiers.corpora.typing_noise import typed
from moderation.classifiers.evaluation import metrics
from moderation.classifiers.evaluation.figures import Scorer

# Shares of mistyped words at which the noise curve is measured
NOISE = (0.0, 0.1, 0.2, 0.3, 0.5)
# Upper ends of the classes of length, in characters
LENGTHS = (80, 160, 320, 640, 10_000)
_NOISY_TEXTS = 400
_LEAST_GROUP = 20
_REPEATS = 100


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95 % interval over resampled texts."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Group:
    """How one attribute ranks the comments that mention a group: three AUCs and the mentions."""

    term: str
    mentions: int
    subgroup: float
    bpsn: float
    bnsp: float


class Measured:
    """What one classifier makes of a corpus; attributes that it does not score are left out."""

    def __init__(self, scorer: Scorer, corpus: Corpus) -> None:
        self.name = scorer.name
        self.corpus = corpus
        self._scores: Sequence[Scores] = scorer.score(corpus.texts)

    def pair(self, attribute: Attribute) -> tuple[Floats, Floats] | None:
        """Return shares of readers and probabilities where there are both, else None."""
        share = self.corpus.labels[:, list(COLUMNS).index(attribute)]
        rows = np.flatnonzero(~np.isnan(share))
        if not len(rows) or attribute not in self._scores[0]:
            return None
        return share[rows], np.array([self._scores[row][attribute] for row in rows.tolist()])

    def figure(
        self, attribute: Attribute, of: Callable[[Floats, Floats], float]
    ) -> Interval | None:
        """Return a figure of an attribute with its interval, None where it has no meaning."""
        pair = self.pair(attribute)
        if pair is None or np.isnan(value := of(*pair)):
            return None
        return Interval(value, *metrics.bootstrap(of, *pair, repeats=_REPEATS))

    def groups(self, attribute: Attribute) -> list[Group]:
        """Return the groups that enough comments mention, the worst BPSN first."""
        share = self.corpus.labels[:, list(COLUMNS).index(attribute)]
        known = ~np.isnan(share)
        pair = self.pair(attribute)
        if pair is None:
            return []
        found = [
            _group(term, rows[known], pair)
            for term, rows in groups(self.corpus.texts).items()
            if rows[known].sum() >= _LEAST_GROUP
        ]
        return sorted(found, key=lambda group: (np.isnan(group.bpsn), group.bpsn))

    def by_length(self, attribute: Attribute) -> list[tuple[int, float]]:
        """Return the AUC of each class of LENGTHS, by its upper end."""
        pair = self.pair(attribute)
        if pair is None:
            return []
        share = self.corpus.labels[:, list(COLUMNS).index(attribute)]
        sizes = np.array([len(text) for text in self.corpus.texts])[~np.isnan(share)]
        place = np.searchsorted(LENGTHS, sizes)
        curve = [
            (end, metrics.auc(pair[0][place == row], pair[1][place == row]))
            for row, end in enumerate(LENGTHS)
        ]
        return [(end, auc) for end, auc in curve if not np.isnan(auc)]


def noise_curve(scorer: Scorer, corpus: Corpus, attribute: Attribute) -> list[tuple[float, float]]:
    """Return, for each share of mistyped words, the recall at one half that is kept."""
    share = corpus.labels[:, list(COLUMNS).index(attribute)]
    texts = corpus.where(share >= 0.5).texts[:_NOISY_TEXTS]
    clean = _recall(scorer, texts, attribute)
    if not clean:
        return []
    return [(noise, _recall(scorer, _typed(texts, noise), attribute) / clean) for noise in NOISE]


def _typed(texts: Sequence[str], noise: float) -> list[str]:
    random = Random(0)  # noqa: S311 -- not a secret
    return [typed(text, random, share=noise) for text in texts]


def _recall(scorer: Scorer, texts: Sequence[str], attribute: Attribute) -> float:
    scores = scorer.score(texts)
    if not scores or attribute not in scores[0]:
        return 0.0
    return float(np.mean([row[attribute] >= 0.5 for row in scores]))


def _group(term: str, rows: Mask, pair: tuple[Floats, Floats]) -> Group:
    aucs = metrics.group_aucs(*pair, rows)
    return Group(term, int(rows.sum()), aucs["subgroup_auc"], aucs["bpsn_auc"], aucs["bnsp_auc"])
