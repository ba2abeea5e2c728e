"""Recognises words written with signs, gaps or masks in place of letters.

Everything here is gated by a lexicon: `sh!t` is read because the word behind
it is one that people disguise, `mp3` and `$5` are left alone because none is.
"""

import re
from collections.abc import Iterator

from moderation.classifiers.normalization.aligned_text import AlignedText
from moderation.classifiers.normalization.lexicon import Lexicon, spelled

MASKED = "█"
"""Stands before a word whose writer masked it: that alone says what they think of it."""

_PIECE = re.compile(r"[^\s,;:\"“”«»/\\?<>{}=~^`´█]+")
_ADDRESS = re.compile(r"://|^www\.|\w@\w+\.\w|\w{2}\.(?:[a-z]{2,4})(?:/|$)")
_EDGES = "'*_-.!#&%+|()[]—–"
_SIGN = re.compile(r"[^a-z']")
_WEAK_MASK = re.compile(r"[a-z]+[.\-_&+%!@$][a-z]+")
# Possessive: where the longest match does not fit, none does, and none is tried.
_MASKED_WORD = re.compile(
    r"[a-z]++(?:(?:[*#%&_.\-@$!+]++|—++)[a-z]++)*+"
    r"(?:\(\.{2,}+\)|\[\.{2,}+\]|[*#]{2,}+)?+(?=[^a-z0-9]*+$)"
)
_SPELLED_OUT = re.compile(r"(?<!\S)\S(?:\s+\S){2,}(?!\w)")
_LETTER = re.compile(r"\S(?!\w)")
_SHORTEST_INSIDE = 4


def undisguise(chunk: AlignedText, lexicon: Lexicon) -> AlignedText:
    """Return `chunk` with every disguised word of `lexicon` written out."""
    if _ADDRESS.search(chunk.text):
        return chunk
    parts: list[AlignedText] = []
    position = 0
    for start, end, word in _readings(chunk.text, lexicon):
        parts += [chunk.part(position, start), chunk.part(start, end).stand_for(word)]
        position = end
    return AlignedText.join([*parts, chunk.part(position, len(chunk))]) if parts else chunk


def _readings(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    for match in _PIECE.finditer(text):
        piece = match[0]
        start = match.start() + len(piece) - len(piece.lstrip(_EDGES))
        core = piece.strip(_EDGES)
        if word := _plain_reading(core, lexicon):
            yield start, start + len(core), word
        elif (mask := _mask(piece)) and (word := lexicon.masked_by(mask)):
            # Signs that trail the mask go with it, as they would with the plain word.
            yield match.start(), max(match.start() + len(mask), start + len(core)), MASKED + word


def is_disguise(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word without signs is read as another one."""
    return _plain_reading(word, lexicon) is not None


def _plain_reading(core: str, lexicon: Lexicon) -> str | None:
    if len(core) < 3 or "'" in core or core in lexicon.known:
        return None
    if core.isalpha():
        return _misspelling(core, lexicon) if len(core) > 3 else None
    word = lexicon.behind(core)
    return word if word and _is_legible(core) else None


def _is_legible(core: str) -> bool:
    """Tell whether enough of a word with signs is letters for it to stand for a word."""
    digits = sum(character.isdigit() for character in core)
    letters = sum("a" <= character <= "z" for character in core)
    return (letters > 1 or (letters == 1 and not digits)) and digits <= letters + 1


def _misspelling(word: str, lexicon: Lexicon) -> str | None:
    return lexicon.behind(word) or lexicon.sounding_like(word) or lexicon.misspelt_by(word)


def _mask(piece: str) -> str | None:
    """Return the masked word that `piece` begins with, if its mask is a likely one."""
    match = _MASKED_WORD.match(piece)
    if match is None or not _SIGN.search(match[0]):
        return None
    letters = len(spelled(_SIGN.sub("", match[0])))
    elastic = match[0].endswith((")", "]"))
    weak = _WEAK_MASK.fullmatch(match[0]) is not None
    return match[0] if letters >= (3 if elastic or weak else 1) else None


def begins_like_a_letter(chunk: str) -> bool:
    """Tell whether a normalised chunk could be the last letter of a word that is spelled out."""
    return _LETTER.match(chunk) is not None


def rejoin(text: AlignedText, lexicon: Lexicon) -> AlignedText:
    """Return `text` with words that were spelled out, as in `i d i o t`, in one piece."""
    parts: list[AlignedText] = []
    position = 0
    for run in _SPELLED_OUT.finditer(text.text):
        for start, end, word in _spelled_words(run[0], lexicon):
            first, last = run.start() + start, run.start() + end
            parts += [text.part(position, first), text.part(first, last).stand_for(word)]
            position = last
    return AlignedText.join([*parts, text.part(position, len(text))]) if parts else text


def _spelled_words(run: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Yield the span of each word of `lexicon` that the single characters of `run` spell."""
    places = [(i, spelled(c.casefold())) for i, c in enumerate(run) if not c.isspace()]
    places = [(i, letter) for i, letter in places if len(letter) == 1]
    letters = "".join(letter for _, letter in places)
    for first, last in sorted(_words_at_the_ends(letters, lexicon)):
        yield places[first][0], places[last - 1][0] + 1, letters[first:last]


def _words_at_the_ends(letters: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Yield spans of words that `letters` is, or else begins or ends with, again and again.

    Words in the middle are left alone, or `s c u n t h o r p e` would hide one.
    """
    first, last = 0, len(letters)
    while first < last:
        rest = letters[first:last] if last - first <= lexicon.longest else ""
        if rest in lexicon:
            yield first, last
            return
        lengths = range(min(lexicon.longest, last - first), _SHORTEST_INSIDE - 1, -1)
        ahead = next((n for n in lengths if letters[first : first + n] in lexicon), 0)
        behind = next((n for n in lengths if letters[last - n : last] in lexicon), 0)
        if rest in lexicon.known or not (ahead or behind):
            return
        if ahead:
            yield first, first + ahead
            first += ahead
        else:
            yield last - behind, last
            last -= behind
