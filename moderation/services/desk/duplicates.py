"""Near-duplicates: comments that share most of their word triples.

Comparing all pairs of thousands of comments takes too long, so each is reduced to a MinHash
signature; only comments whose signatures share a whole band are compared in full.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from zlib import crc32

import numpy as np
import numpy.typing as npt

# The least Jaccard similarity of the word triples of near-duplicates.
SIMILAR = 0.6

HASHES = 32
BANDS = 16
COMPARED_IN_A_BAND = 40
PRIME = (1 << 31) - 1
WORD = re.compile(r"\w+")


def clusters(texts: Sequence[str], similar: float = SIMILAR) -> list[list[int]]:
    """Group the positions of near-duplicates among `texts`, the largest group first.

    A text without near-duplicates is in no group; every position is in at most one.
    """
    shingles = [_shingles(text) for text in texts]
    leader = list(range(len(texts)))
    for one, other in _candidates(shingles):
        first, second = _find(leader, one), _find(leader, other)
        if first != second and _jaccard(shingles[one], shingles[other]) >= similar:
            leader[max(first, second)] = min(first, second)
    groups: dict[int, list[int]] = defaultdict(list)
    for position in range(len(texts)):
        groups[_find(leader, position)].append(position)
    return sorted((g for g in groups.values() if len(g) > 1), key=lambda g: (-len(g), g))


def _shingles(text: str) -> frozenset[int]:
    """Return hashes of the word triples of `text`, or of the whole text if it is shorter."""
    words = WORD.findall(text.casefold())
    triples = zip(words, words[1:], words[2:], strict=False) if len(words) > 2 else [words]
    return frozenset(crc32(" ".join(triple).encode()) for triple in triples if triple)


def _candidates(shingles: Sequence[frozenset[int]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of positions whose signatures share a band; a pair can come more than once."""
    places = [position for position, found in enumerate(shingles) if found]
    if not places:
        return
    signatures = np.array([_signature(shingles[place]) for place in places])
    for band in np.split(signatures, BANDS, axis=1):
        alike: dict[bytes, list[int]] = defaultdict(list)
        for place, row in zip(places, band, strict=True):
            alike[row.tobytes()].append(place)
        for group in alike.values():
            yield from combinations(group[:COMPARED_IN_A_BAND], 2)
            yield from ((group[0], late) for late in group[COMPARED_IN_A_BAND:])


_factors = np.random.default_rng(2026).integers(1, PRIME, size=(2, HASHES), dtype=np.int64)


def _signature(shingles: frozenset[int]) -> npt.NDArray[np.int64]:
    values = np.fromiter(shingles, dtype=np.int64) % PRIME
    hashed = (np.outer(values, _factors[0]) + _factors[1]) % PRIME
    lowest: npt.NDArray[np.int64] = hashed.min(axis=0)
    return lowest


def _find(leader: list[int], position: int) -> int:
    while leader[position] != position:
        leader[position] = leader[leader[position]]
        position = leader[position]
    return position


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)
