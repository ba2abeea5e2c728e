"""Reads words whose letters are parted by signs or markup, or drawn with several signs each."""

import re
from collections.abc import Iterator
from re import Match

from moderation.classifiers.normalization.lexicon import Lexicon, spelled
from moderation.classifiers.normalization.spelling import spelled_words

Reading = tuple[int, int, str]
"""A span of a chunk and the word that is read in it."""

_SHORTEST, _SHORTEST_VISIBLE = 4, 3
_LONGEST = 80
_EDGES = "'*_-.!#&%+|()[]—–,;:?\"“”"
_PARTED = re.compile(r"(?<![^\W_])[a-z0-9](?:(?:[^\w\s]|_){1,4}[a-z0-9](?![^\W_]))+")
_TAG = (
    r"</?[a-z][^<>\s]{0,40}>|<!--[^<>\s]{0,40}-->|\[/?(?:[bius]|url|size|color|quote|code|img|font)"
    r"(?:=[^\[\]\s]{0,40})?\]"
)
_GAP = rf"(?:{_TAG}|[/\\|~^=`\"“”<>{{}}]{{1,3}}|[^\w\s\x00-\x7f]{{1,3}})"
_MARKED = re.compile(rf"[a-z0-9@$!]++(?:{_GAP}[a-z0-9@$!]++)++")
_GAPS = re.compile(_GAP)
_ESCAPE = r"%[2-7][0-9a-f]|\\u00[2-7][0-9a-f]|\\x[2-7][0-9a-f]"
_ESCAPED = re.compile(rf"(?:[a-z0-9]|{_ESCAPE})++")
_ESCAPES = re.compile(_ESCAPE)
_DRAWN = {
    "\\/\\/": "w",
    "|\\/|": "m",
    "|\\|": "n",
    "|-|": "h",
    "|_|": "u",
    "\\/": "v",
    "/\\": "a",
    "|<": "k",
    "|{": "k",
    "|)": "d",
    "|=": "f",
    "()": "o",
    "[]": "o",
    "{}": "o",
}
_SIGNS = "|".join(map(re.escape, _DRAWN))
_DRAWING = re.compile(rf"(?:{_SIGNS}|[a-z0-9@$!]|(?<=[a-z])\((?=[a-z]))++")
_DRAWN_LETTER = re.compile(rf"{_SIGNS}|\(")


def parted_words(text: str, lexicon: Lexicon) -> Iterator[Reading]:
    """Yield the words whose letters stand one by one with signs between, as in `f/u/c/k`."""
    for match in _PARTED.finditer(text):
        run = match[0]
        digits = sum(character.isdigit() for character in run)
        letters = sum("a" <= character <= "z" for character in run)
        if letters > digits:
            spaced = "".join(c if c.isalnum() else " " for c in run)
            for start, end, word in spelled_words(spaced, lexicon):
                yield match.start() + start, match.start() + end, word


def marked_words(text: str, lexicon: Lexicon) -> Iterator[Reading]:
    """Yield the words that signs or markup part, as in `id<b>io</b>t`."""
    for match in _MARKED.finditer(text):
        word = _without_marks(match[0], lexicon) if len(match[0]) <= _LONGEST else None
        if word:
            yield *match.span(), word


def _without_marks(marked: str, lexicon: Lexicon) -> str | None:
    parts = _GAPS.split(marked)
    if all(part in lexicon.known and len(part) >= _SHORTEST_VISIBLE for part in parts):
        return None
    if len(parts) == 2 and "`" in marked:  # an apostrophe, as in `you`re`
        return None
    return _word("".join(parts), lexicon)


def drawn_words(text: str, lexicon: Lexicon) -> Iterator[Reading]:
    """Yield the words with letters that several signs draw, as `|<` does `k`."""
    for match in _DRAWING.finditer(text):
        drawing = match[0]
        if len(drawing) <= _LONGEST and _DRAWN_LETTER.search(drawing) and ")" not in drawing[-1:]:
            word = _word(_DRAWN_LETTER.sub(_letter, drawing), lexicon)
            if word:
                yield *match.span(), word


def _letter(match: Match[str]) -> str:
    return _DRAWN.get(match[0], "c")


def escaped_words(text: str, lexicon: Lexicon) -> Iterator[Reading]:
    """Yield the words of which some letters are escaped, as in `id%69ot`."""
    if "%" not in text and "\\" not in text:
        return
    for match in _ESCAPED.finditer(text):
        if len(match[0]) <= _LONGEST and _ESCAPES.search(match[0]):
            plain = _ESCAPES.sub(lambda escape: chr(int(escape[0][-2:], 16)), match[0]).lower()
            if plain in lexicon:
                yield *match.span(), plain


def dotted_word(text: str, lexicon: Lexicon) -> Iterator[Reading]:
    """Yield the word that `text` is but for a full stop, which makes it look like an address."""
    core = text.strip(_EDGES)
    parts = core.split(".")
    is_visible = all(part in lexicon.known and len(part) >= _SHORTEST_VISIBLE for part in parts)
    if len(parts) == 2 and not is_visible and len(core) > _SHORTEST and "".join(parts) in lexicon:
        start = text.index(core)
        yield start, start + len(core), "".join(parts)


def _word(letters: str, lexicon: Lexicon) -> str | None:
    """Return the word of the lexicon that letters are, if enough of them are letters."""
    if len(letters) < _SHORTEST or sum("a" <= letter <= "z" for letter in letters) < 3:
        return None
    if letters in lexicon:
        return letters
    exact = spelled(letters)
    return exact if letters not in lexicon.known and exact in lexicon else None
