"""Folds texts for the search of listed words and links.

Case, width and styled letters are folded and invisible characters are dropped; accents
are kept. Folding works on grapheme clusters, so that spans never split one.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from moderation.classifiers.normalization.aligned_text import AlignedText
from moderation.classifiers.normalization.normalizer import (
    REORDERING,
    apply_deletions,
    apply_overrides,
    decode_entities,
)

INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e0fff"
)
# Combining marks that go with any letter and are stacked for obfuscation
STACKED = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
# Marks that Hebrew and Arabic words are written with or without
VOWEL_POINTS = "\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
# Letters of Arabic that are written one for the other, and the stroke that stretches words
ARABIC_SPELLINGS = str.maketrans(
    "\u0622\u0623\u0625\u0671\u0629\u0649\u06cc\u06a9",
    "\u0627\u0627\u0627\u0627\u0647\u064a\u064a\u0643",
    "\u0640",
)
# White letters in black circles, and 32 code points on in squares, have no compatible form
_ENCLOSED_A, _ENCLOSED_Z = "\U0001f150", "\U0001f189"
_TONES = "\U0001f3fb-\U0001f3ff"
_MARKS = f"{INVISIBLE}{STACKED}{VOWEL_POINTS}{_TONES}"
_EMOJI = "[\u2190-\u2bff\U0001f000-\U0001faff]"
_CLUSTER = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"  # a flag
    "|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"  # a Korean syllable in parts
    f"|{_EMOJI}[{_MARKS}]*(?:(?<=\u200d){_EMOJI}[{_MARKS}]*)*"
    f"|[^{_MARKS}][{_MARKS}\u3099\u309a\uff9e\uff9f]*"
    f"|[{_MARKS}]+"
)
_DROPPED = re.compile(f"[{INVISIBLE}{VOWEL_POINTS}{_TONES}]+")
_STACK = re.compile(f"[{STACKED}]+")
_UNSEEN_OF_EMOJI = re.compile(f"[\ufe00-\ufe0f{_TONES}]+|[{INVISIBLE}]+$")
_KEYCAP = re.compile("[0-9#*]\u20e3")
_WORD = re.compile(r"\w+")
_NOT_CHARACTER_BY_CHARACTER = re.compile(
    f"[&\u0622-\u0625\u0629\u0640\u0649\u0671\u06a9\u06cc{_MARKS}{_ENCLOSED_A}-{_ENCLOSED_Z}\u1100-\u11ff\u3099\u309a\U0001f1e6-\U0001f1ff]"
)
# The most marks of a letter that has a composed form in any language
_MOST_COMPOSED = 2
# A character for a whole phrase (U+FDFA: 18 letters) is not expanded
_LONGEST_COMPATIBLE = 4
_LONGEST_REMEMBERED = 8


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where its characters come from; nothing moved where `starts` is None."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text as posted behind `text[start:end]`."""
        if self.starts is None or self.ends is None:
            return start, end
        return min(self.starts[start:end]), max(self.ends[start:end])

    def cuts(self, place: int) -> bool:
        """Whether `place` lies within what readers see as one character."""
        if self.starts is None or not 0 < place < len(self.text):
            return False
        return self.starts[place - 1] == self.starts[place]


@lru_cache(maxsize=8)
def fold(text: str) -> Folded:
    """Return the folded text; cached, since several lists search the same text."""
    if not _NOT_CHARACTER_BY_CHARACTER.search(text) and unicodedata.is_normalized("NFKC", text):
        folded = text.casefold()
        if len(folded) == len(text) and unicodedata.is_normalized("NFKC", folded):
            return Folded(folded)
    aligned = AlignedText.of(text)
    if REORDERING.search(text):
        aligned = apply_overrides(apply_deletions(aligned))
    return _clusters(decode_entities(aligned))


def _clusters(aligned: AlignedText) -> Folded:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    disguised: list[int] = []
    for match in _CLUSTER.finditer(aligned.text):
        cluster = match[0]
        read = _remembered if len(cluster) <= _LONGEST_REMEMBERED else _folded
        folded, is_stacked = read(cluster)
        if folded:
            start, end = aligned.origin(*match.span())
            if is_stacked:
                disguised.append(len(starts))
            parts.append(folded)
            starts += [start] * len(folded)
            ends += [end] * len(folded)
    text = "".join(parts)
    return Folded(_undressed(text, disguised) if disguised else text, tuple(starts), tuple(ends))


def _undressed(text: str, disguised: list[int]) -> str:
    """Take the accents from words with stacked marks: there they are a part of the disguise."""
    places = set(disguised)

    def undress(match: re.Match[str]) -> str:
        if places.isdisjoint(range(*match.span())):
            return match[0]
        return "".join(bare(letter)[:1] or letter for letter in match[0])

    return _WORD.sub(undress, text)


def _folded(cluster: str) -> tuple[str, bool]:
    """Return a character in its folded form, and whether its marks make no letter of a language.

    The form is empty where nothing is seen of the character.
    """
    if "\u200d" in cluster and re.match(_EMOJI, cluster):
        joined = _UNSEEN_OF_EMOJI.sub("", cluster)
        if "\u200d" in joined:
            return joined, False  # several emoji that are shown as one are another one
    seen = _DROPPED.sub("", cluster)
    if _KEYCAP.fullmatch(seen):
        return seen, False
    marks = "".join(_STACK.findall(seen))
    if not marks:
        return plain(seen), False
    base = _STACK.sub("", seen)
    if len(marks) <= _MOST_COMPOSED:
        composed = plain(unicodedata.normalize("NFC", base + marks))
        if not _STACK.search(composed):
            return composed, False
    return plain(bare(base)), True


_remembered = lru_cache(maxsize=8192)(_folded)


def plain(character: str) -> str:
    """Return one character in its compatible small form."""
    if _ENCLOSED_A <= character <= _ENCLOSED_Z:
        return chr(ord("a") + (ord(character) - ord(_ENCLOSED_A)) % 32)
    compatible = unicodedata.normalize("NFKC", character).strip() or " " * character.isspace()
    if len(compatible) > _LONGEST_COMPATIBLE * len(character):
        return character
    if compatible == "\u0130":
        return "i"  # folding case would leave its dot as a mark
    return unicodedata.normalize("NFKC", compatible.casefold()).translate(ARABIC_SPELLINGS)


def bare(letters: str) -> str:
    """Return `letters` without accents."""
    decomposed = unicodedata.normalize("NFD", letters)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
