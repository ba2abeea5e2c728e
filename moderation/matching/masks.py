"""Words with signs in place of some letters, as in `f**k` and `sn_ke`."""

import re
from collections.abc import Iterable

from moderation.matching.ordinary import is_frequent
from moderation.matching.spelling import SHORTEST

_SIGNS = "*#█•%×✱"
_WEAK_SIGNS = "-_.·@$!+?"
_MASK = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{re.escape(_SIGNS + _WEAK_SIGNS)}])*")
_HIDDEN = re.compile(r"[\W_]")
_WEAK = re.compile(f"[{re.escape(_WEAK_SIGNS)}]")
_MOST_READINGS = 8
_FREQUENT = 20_000


class Masks:
    """Finds listed words by the letters that a mask leaves of them.

    For each length, place and letter it has the set of words, as the bits of
    a number, so that a mask costs as many steps as it shows letters.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [word for word in words if len(word) >= SHORTEST and word.isalpha()]
        self._longest = max(map(len, self._words), default=0)
        self._sets: dict[tuple[int, int, str], int] = {}
        for number, word in enumerate(self._words):
            for place, letter in enumerate(word):
                own = (len(word), place, letter)
                self._sets[own] = self._sets.get(own, 0) | 1 << number

    def readings(self, mask: str) -> tuple[str, ...]:
        """Return the words that `mask` may stand for; none where it is no likely mask."""
        if not (SHORTEST <= len(mask) <= self._longest and _is_likely(mask)):
            return ()
        shown = [(n, letter) for n, letter in enumerate(mask) if not _HIDDEN.match(letter)]
        found = -1
        for place, letter in shown:
            found &= self._sets.get((len(mask), place, letter), 0)
        most = 1 if len(shown) == 1 else _MOST_READINGS
        return self._listed(found) if found.bit_count() <= most else ()

    def _listed(self, found: int) -> tuple[str, ...]:
        numbers = []
        while found:
            numbers.append((found & -found).bit_length() - 1)
            found &= found - 1
        return tuple(self._words[number] for number in numbers)


def _is_likely(mask: str) -> bool:
    """Tell whether signs hide letters here, and do not part, end or underline ordinary words."""
    if not (_MASK.fullmatch(mask) and _HIDDEN.search(mask)):
        return False
    parts = [part for part in _HIDDEN.split(mask) if part]
    hidden_behind = len(mask) - len(mask.rstrip(_SIGNS + _WEAK_SIGNS))
    if hidden_behind:
        known = is_frequent(parts[0], _FREQUENT) and len(parts[0]) > 1
        return hidden_behind > 1 and not (known or _WEAK.search(mask))
    weak = _WEAK.findall(mask)
    if not weak:
        return True
    return len(weak) == 1 and len("".join(parts)) >= SHORTEST and not _are_words(parts)


def _are_words(parts: list[str]) -> bool:
    return all(is_frequent(part, _FREQUENT) for part in parts)
