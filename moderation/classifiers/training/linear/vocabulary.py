"""Learns from labelled comments which words people obfuscate."""

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS, Corpus
from moderation.classifiers.linear.features import tokens
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.normalization.normalizer import Normalizer

_ABUSE = (Attribute.PROFANITY, Attribute.PERSONAL_ATTACK)
_RUN = re.compile(r"(.)\1+")
_LEAST_SEEN = 3
# Log-odds from which a word is in the lexicon by the data alone
_CLEAR = 2.0
# Log-odds from which a word of a published list is in the lexicon
_SUSPECT = 0.7


def learn_lexicon(corpus: Corpus, listed: Iterable[str], innocent: Iterable[str] = ()) -> Lexicon:
    """Return the lexicon: words associated with abuse, and innocent words that resemble them.

    `listed` are words of published profanity lists; those that the data show to
    be innocent are left out. `innocent` are words and names that would
    otherwise be read as a disguise.
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
    lexicon = Lexicon(_without_disguises(ranked), sorted(known))
    return Lexicon(lexicon.words, sorted(known | set(_mistaken(innocent, lexicon))))


def _mistaken(innocent: Iterable[str], lexicon: Lexicon) -> Iterator[str]:
    """Yield the innocent words that would be read as a disguise of a bad one."""
    normalize = Normalizer(lexicon)
    for word in {word.lower() for word in innocent if word.isalpha() and word.isascii()}:
        if word not in lexicon and normalize(word).text != word:
            yield word


def _without_disguises(ranked: Iterable[str]) -> Iterator[str]:
    """Yield the words that are not a stronger word with letters repeated, as `fuuck` is."""
    seen: dict[str, str] = {}
    for word in ranked:
        stronger = seen.setdefault(_RUN.sub(r"\1", word), word)
        if stronger == word or len(word) < len(stronger):
            yield word


def _is_plain(word: str) -> bool:
    """Tell whether a word can be looked for: letters only, and as normalising leaves them."""
    return len(word) > 2 and word.isalpha() and word.isascii() and Normalizer()(word).text == word


def _word_counts(corpus: Corpus) -> tuple[Counter[str], Counter[str]]:
    """Return in how many abusive and in how many calm comments each word stands.

    Sources without calm comments do not count: what is abused there, as
    politicians are in news comments, would look abusive.
    """
    columns = [list(COLUMNS).index(attribute) for attribute in _ABUSE]
    abusive = np.nan_to_num(corpus.labels[:, columns]).max(axis=1, initial=0) >= 0.5
    toxicity = corpus.labels[:, list(COLUMNS).index(Attribute.TOXICITY)]
    calm = ~abusive & (toxicity < 0.5)
    calm_sources = np.unique(corpus.sources[calm])
    counts = Counter[str](), Counter[str]()
    normalize = Normalizer()
    for chosen, count in zip((abusive, calm), counts, strict=True):
        for text in corpus.where(chosen & np.isin(corpus.sources, calm_sources)).texts:
            count.update(set(tokens(normalize(text).text)))
    return counts


def read_word_lists(folder: Path) -> set[str]:
    """Return the single words of the published profanity lists in `folder`."""
    with (folder / "surge_profanity_en.csv").open(encoding="utf-8", newline="") as lines:
        words = {row["text"] for row in csv.DictReader(lines)}
    words |= set((folder / "ldnoobw_en.txt").read_text("utf-8").splitlines())
    return {word for word in words if word.isascii() and word.isalpha()}
