"""The words of a folded text, in scripts with and without spaces between words."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_HANGUL = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
_SIGNS = "\u3005-\u3007\u3041-\u309f\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_ASTRAL_SIGNS = "\U00020000-\U0003ffff"
_THAI, _LAO, _KHMER, _BURMESE = (
    "\u0e01-\u0e4e",
    "\u0e81-\u0ecd\u0edc-\u0edf",
    "\u1780-\u17d3",
    ("\u1000-\u109f"),
)
_SOUTH_EAST = f"{_THAI}{_LAO}{_KHMER}{_BURMESE}"
# Vowel signs and other marks, which belong to words but are not matched by `\w`
VOWEL_SIGNS = (
    "\u06d6-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u0816-\u082d\u0859-\u085b"
    "\u08d3-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7"
    "\u09e2\u09e3\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a75\u0a81-\u0a83\u0abc-\u0acd"
    "\u0ae2\u0ae3\u0afa-\u0aff\u0b01-\u0b03\u0b3c-\u0b57\u0b62\u0b63\u0b82\u0bbe-\u0bd7"
    "\u0c00-\u0c04\u0c3e-\u0c56\u0c62\u0c63\u0c81-\u0c83\u0cbc-\u0cd6\u0ce2\u0ce3"
    "\u0d00-\u0d03\u0d3b-\u0d57\u0d62\u0d63\u0d81-\u0d83\u0dca-\u0df3\u0f35-\u0f3f\u0f71-\u0fbc"
)
LETTER = f"(?:[^\\W_{_KATAKANA}{_HANGUL}{_SIGNS}{_ASTRAL_SIGNS}{_SOUTH_EAST}]|[{VOWEL_SIGNS}])"
_SYLLABLE = (
    "[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]*"
    "|[\u0ec0-\u0ec4]?[\u0e81-\u0eae\u0edc-\u0edf][\u0eb0-\u0ebd\u0ec8-\u0ecd]*"
    "|[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3])*"
    "|[\u1000-\u102a\u103f](?:\u1039[\u1000-\u102a]|[\u102b-\u1038\u103a-\u103e])*"
)
_TOKEN = re.compile(
    f"(?P<spaced>{LETTER}+(?:['’]t(?!{LETTER}))?)"
    f"|(?P<korean>[{_HANGUL}]+)"
    f"|[{_KATAKANA}]+|[{_SIGNS}{_ASTRAL_SIGNS}]|{_SYLLABLE}|[{_SOUTH_EAST}]"
)
UNSPACED = re.compile(f"[{_KATAKANA}{_HANGUL}{_SIGNS}{_ASTRAL_SIGNS}{_SOUTH_EAST}]")


class Kind(NamedTuple):
    """Whether spaces stand between words of a script, and whether particles are joined to them."""

    spaced: bool
    joined: bool = False


SPACED, KOREAN, WITHOUT_SPACES = Kind(True), Kind(True, joined=True), Kind(False)


class Token(NamedTuple):
    """A word, or a syllable where words are not set apart, with its place in the folded text."""

    start: int
    end: int
    word: str
    kind: Kind = SPACED


def tokens(folded: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield what a folded text is made of.

    An apostrophe parts words, as in `l'idiot` and `idiot's`, but not before
    the `t` of `can't`, which is another word than `can`.
    """
    for match in _TOKEN.finditer(folded, start, len(folded) if end is None else end):
        kind = SPACED if match["spaced"] else KOREAN if match["korean"] else WITHOUT_SPACES
        yield Token(*match.span(), match[0].replace("’", "'"), kind)
