"""Learns from labelled comments which words are worth disguising."""

import csv
import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpus import COLUMNS, Corpus
from moderation.classifiers.features import tokens
from moderation.classifiers.lexicon import Lexicon
from moderation.classifiers.normalization import Normalizer

_ABUSE = (Attribute.PROFANITY, Attribute.PERSONAL_ATTACK)
_LEAST_SEEN = 3
_CLEAR = 2.0
"""Log-odds at which the data alone make a word one that people disguise."""
_SUSPECT = 0.7
"""Log-odds at which a word of a published list is believed."""


def learn_lexicon(corpus: Corpus, listed: Iterable[str]) -> Lexicon:
    """Return the words that go with abuse, and the words that merely resemble them.

    `listed` are words of published profanity lists; those that the data show to
    be innocent are left out.
    """
    abusive, calm = _word_counts(corpus)
    ratio = math.log((sum(calm.values()) + 1) / (sum(abusive.values()) + 1))

    def odds(word: str) -> float:
        return math.log((abusive[word] + 0.5) / (calm[word] + 0.5)) + ratio

    seen = {word for word in abusive if abusive[word] >= _LEAST_SEEN and odds(word) >= _CLEAR}
    believed = {word for word in listed if odds(word) >= _SUSPECT or not calm[word]}
    chosen = {word for word in seen | believed if _is_plain(word)}
    ranked = sorted(chosen, key=lambda word: (-odds(word) * math.log(2 + abusive[word]), word))
    known = {word for word in calm if calm[word] >= 2 and word not in chosen}
    return Lexicon(ranked, sorted(known))


def _is_plain(word: str) -> bool:
    """Tell whether a word can be looked for: letters only, and as normalising leaves them."""
    return len(word) > 2 and word.isalpha() and word.isascii() and Normalizer()(word).text == word


def _word_counts(corpus: Corpus) -> tuple[Counter[str], Counter[str]]:
    """Return in how many abusive and in how many calm comments each word stands."""
    columns = [list(COLUMNS).index(attribute) for attribute in _ABUSE]
    abuse = np.nan_to_num(corpus.labels[:, columns]).max(axis=1, initial=0)
    toxicity = corpus.labels[:, list(COLUMNS).index(Attribute.TOXICITY)]
    normalize = Normalizer()
    abusive, calm = Counter[str](), Counter[str]()
    for text, share, toxic in zip(corpus.texts, abuse, toxicity, strict=True):
        words = set(tokens(normalize(text).text))
        if share >= 0.5:
            abusive.update(words)
        elif toxic < 0.5:
            calm.update(words)
    return abusive, calm


def read_word_lists(folder: Path) -> set[str]:
    """Return the single words of the published profanity lists in `folder`."""
    with (folder / "surge_profanity_en.csv").open(encoding="utf-8", newline="") as lines:
        words = {row["text"] for row in csv.DictReader(lines)}
    words |= set((folder / "ldnoobw_en.txt").read_text("utf-8").splitlines())
    return {word for word in words if word.isascii() and word.isalpha()}
