"""Recognises words written with signs, gaps or masks in place of letters.

Everything here is gated by a lexicon: `sh!t` is read because the word behind
it is one that people disguise, `mp3` and `$5` are left alone because none is.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from re import Match

from moderation.classifiers.normalization.aligned_text import AlignedText
from moderation.classifiers.normalization.lexicon import Lexicon, spelled
from moderation.classifiers.normalization.parted import (
    Reading,
    dotted_word,
    drawn_words,
    escaped_words,
    marked_words,
    parted_words,
)
from moderation.classifiers.normalization.spelling import spelled_words

MASKED = "█"
"""Stands before a word whose writer masked it: that alone says what they think of it."""

_PIECE = re.compile(r"[^\s,;:\"“”«»/\\?<>{}=~^`´█]+")
_ADDRESS = re.compile(r"://|^www\.|\w@\w+\.\w|\w{2}\.(?:[a-z]{2,4})(?:/|$)")
# Without one of these, no word is marked, drawn or escaped
_MARKUP = re.compile(r"[/\\|~^=`\":;,<>{}_*\[(%]|[^\x00-\x7f]")
_EDGES = "'*_-.!#&%+|()[]—–"
_SIGN = re.compile(r"[^a-z']")
_WEAK_MASK = re.compile(r"[a-z]+[.\-_&+%!@$][a-z]+")
# Possessive: where the longest match does not fit, none does, and none is tried.
_MASKED_WORD = re.compile(
    r"[a-z]++(?:(?:[*#%&_.\-@$!+]++|—++)[a-z]++)*+"
    r"(?:\(\.{2,}+\)|\[\.{2,}+\]|[*#]{2,}+)?+(?=[^a-z0-9]*+$)"
)
_SPELLED_OUT = re.compile(r"(?<!\S)\S(?:\s+\S){2,}(?!\w)")
# Signs and emoji inside a word, or several blocks behind letters
_BLOCKS = "█■▇▆▅▄▉▊▋▌▬▪◼⬛◾∎×✖✗✘✕∗＊●"
_COVER = re.compile(
    rf"(?<=[a-z])[^\w\s\x00-\x7f“”«»‘’…–—´♥❤♡]{{1,12}}(?=[a-z])|(?<=[a-z])[{_BLOCKS}]{{2,12}}"
)
_CLIPPED = re.compile(r"[a-z]+(?:'[a-z]+)+")
_CONTRACTED = re.compile(r"[aeiouy].*'(?:s|t|d|m|n|em|ll|re|ve)$")
_ELIDED = re.compile(r"'[aeiouhy]")
_SHORTEST_ELIDED = 5
_LETTER = re.compile(r"\S(?!\w)")


def undisguise(chunk: AlignedText, lexicon: Lexicon) -> AlignedText:
    """Return `chunk` with every disguised word of `lexicon` written out."""
    if _ADDRESS.search(chunk.text):
        return _rewritten(chunk, dotted_word, lexicon)
    for readings in _READINGS if _MARKUP.search(chunk.text) else _PLAIN_READINGS:
        chunk = _rewritten(chunk, readings, lexicon)
    return chunk


def _rewritten(
    chunk: AlignedText, readings: Callable[[str, Lexicon], Iterable[Reading]], lexicon: Lexicon
) -> AlignedText:
    parts: list[AlignedText] = []
    position = 0
    for start, end, word in readings(chunk.text, lexicon):
        parts += [chunk.part(position, start), chunk.part(start, end).stand_for(word)]
        position = end
    return AlignedText.join([*parts, chunk.part(position, len(chunk))]) if parts else chunk


def _readings(text: str, lexicon: Lexicon) -> Iterator[Reading]:
    signs = text if text.isascii() else _COVER.sub(_as_ascii, text)
    for match in _PIECE.finditer(signs):
        piece = match[0]
        start = match.start() + len(piece) - len(piece.lstrip(_EDGES))
        core = piece.strip(_EDGES)
        if word := _plain_reading(core, lexicon):
            yield start, start + len(core), word
        elif word := _without_vowels(core, lexicon):
            yield start, start + len(core), MASKED + word
        elif (mask := _mask(piece)) and (word := lexicon.masked_by(mask)):
            # Signs that trail the mask go with it, as they would with the plain word.
            yield match.start(), max(match.start() + len(mask), start + len(core)), MASKED + word


_READINGS = (parted_words, marked_words, drawn_words, escaped_words, _readings)
_PLAIN_READINGS = (parted_words, _readings)


def _as_ascii(cover: Match[str]) -> str:
    """Write signs that cover letters as an asterisk each, and emoji as a weaker sign."""
    return "".join("*" if sign in _BLOCKS else "%" for sign in cover[0])


def _without_vowels(core: str, lexicon: Lexicon) -> str | None:
    """Return the word that `core` is with an apostrophe for each hidden vowel, as in `f'ck`.

    What an ordinary contraction or elision may be is none.
    """
    if ("'" not in core and "’" not in core) or len(core) > lexicon.longest:
        return None
    core = core.replace("’", "'")
    if not _CLIPPED.fullmatch(core) or _CONTRACTED.search(core):
        return None
    word = lexicon.masked_by(core.replace("'", "*")) if core not in lexicon.known else None
    if word is None or (_ELIDED.search(core) and len(word) < _SHORTEST_ELIDED):
        return None
    hidden = [letter for letter, sign in zip(word, core, strict=True) if sign == "'"]
    return word if set(hidden) <= set("aeiou") else None


def is_disguise(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word without signs is read as another one."""
    return bool(_plain_reading(word, lexicon) or _without_vowels(word, lexicon))


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
    read = lexicon.behind(word) or lexicon.sounding_like(word) or lexicon.misspelt_by(word)
    return read or _with_pairs(word, lexicon)


def _with_pairs(word: str, lexicon: Lexicon) -> str | None:
    """Return the word that `word` is with two letters that look like one, as `vv` like `w`."""
    one = word.replace("vv", "w").replace("rn", "m")
    return one if one != word and one in lexicon else None


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
        for start, end, word in spelled_words(run[0], lexicon):
            first, last = run.start() + start, run.start() + end
            parts += [text.part(position, first), text.part(first, last).stand_for(word)]
            position = last
    return AlignedText.join([*parts, text.part(position, len(text))]) if parts else text
