"""Writes letters that are drawn in another style, and exist in Unicode for that, plainly."""

import re
import unicodedata
from collections.abc import Iterable
from re import Match

from moderation.classifiers.normalization.aligned_text import AlignedText
from moderation.classifiers.normalization.lexicon import Lexicon

MOST_GROWTH = 6
"""How many characters one may become where it is written plainly."""

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_STYLED = re.compile(
    r"LATIN LETTER SMALL CAPITAL ([A-Z])"
    r"|(?:CROSSED )?NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER ([A-Z])"
)
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]+")
_FIRST_FLAG = 0x1F1E6


def fold_compatibility(chunk: AlignedText) -> AlignedText:
    """Write full-width, boxed, mathematical and other dressed-up characters plainly."""
    if chunk.text.isascii() or chunk.text.translate(_COMPATIBLE) == chunk.text:
        return chunk
    return chunk.substitute(_NOT_ASCII, lambda match: _COMPATIBLE[ord(match[0])])


def read_flags(chunk: AlignedText, lexicon: Lexicon) -> AlignedText:
    """Read the letters that flags consist of, unless they may be flags.

    Flags are pairs: an odd number of letters is none, an even number may spell a word.
    """

    def read(match: Match[str]) -> str:
        letters = "".join(chr(ord(flag) - _FIRST_FLAG + ord("a")) for flag in match[0])
        is_word = len(letters) % 2 or (len(letters) > 2 and letters in lexicon)
        return letters if is_word else match[0]

    return chunk if chunk.text.isascii() else chunk.substitute(_FLAGS, read)


class _Compatible(dict[int, str]):
    """The plain form of each character, as it is asked for.

    A sign that stands for a whole phrase, as U+FDFA does for four words, stays as it is:
    no word of Latin letters is longer, and no text grows by more than MOST_GROWTH.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character).strip() or " " * character.isspace()
        plain = "".join(_unstyled(plain))
        self[code] = plain if len(plain) <= MOST_GROWTH else character
        return self[code]


def _unstyled(characters: str) -> Iterable[str]:
    """Yield letters that have no compatible form, such as small capitals, as small letters."""
    for character in characters:
        match = _STYLED.fullmatch(unicodedata.name(character, ""))
        yield (match[1] or match[2]).lower() if match else character


_COMPATIBLE = _Compatible()
