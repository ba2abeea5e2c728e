"""Dictionary words of the site's language with their frequency ranks.

The list is that of pyspellchecker, loaded on first use and without its spell checker,
which would take three times the memory.
"""

from functools import cache

from moderation.classifiers.languages.english import by_frequency


def is_ordinary(word: str) -> bool:
    """Whether a folded word stands in the list."""
    return word in ranks()


def is_frequent(word: str, first: int) -> bool:
    """Whether a folded word is among the `first` most frequent ones."""
    return ranks().get(word, first) < first


def is_more_frequent(word: str, other: str) -> bool:
    """Whether a folded word stands before another one in the list."""
    return ranks().get(word, len(ranks())) < ranks().get(other, len(ranks()))


@cache
def ranks() -> dict[str, int]:
    """All words with their rank, 0 the most frequent."""
    return {word: rank for rank, word in enumerate(by_frequency())}
