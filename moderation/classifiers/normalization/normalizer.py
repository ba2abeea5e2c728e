"""Sees through the ways people write a word so that a machine misses it.

A normalised text is a aligned: the classifier reads it, nobody else does. Most
stages look at one chunk, which is what stands between white space, so that a
chunk normalises the same wherever it stands and the result can be remembered.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from enum import StrEnum
from functools import partial
from html import unescape
from re import Match

from moderation.classifiers.normalization import lookalikes, turned
from moderation.classifiers.normalization.aligned_text import AlignedText
from moderation.classifiers.normalization.deobfuscation import is_disguise, rejoin, undisguise
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.normalization.lookalikes import MARKS, fold_homoglyphs
from moderation.classifiers.normalization.styled import fold_compatibility, read_flags
from moderation.classifiers.normalization.turned import read_turned

WORD_LIMIT = 40
Step = Callable[[AlignedText], AlignedText]


class Stage(StrEnum):
    """One kind of disguise that is seen through, in the order of the work."""

    DELETIONS = "deletions"
    OVERRIDES = "overrides"
    ENTITIES = "entities"
    INVISIBLES = "invisibles"
    COMPATIBILITY = "compatibility"
    TURNED = "turned"
    HOMOGLYPHS = "homoglyphs"
    CASE = "case"
    MARKS = "marks"
    RUNS = "runs"
    DISGUISES = "disguises"
    SPELLING = "spelling"


class Normalizer:
    """Turns text as posted into the text that the classifier reads.

    It never raises, and normalising its own result changes nothing. `stages`
    exists so that each stage can be measured; a release uses all of them.
    """

    def __init__(
        self, lexicon: Lexicon | None = None, stages: Collection[Stage] = frozenset(Stage)
    ) -> None:
        self.lexicon = lexicon or Lexicon()
        self.stages = frozenset(stages)
        self._settled = frozenset(w for w in self.lexicon.known if not _RUN.search(w))
        steps = [(stage, step) for stage, step in _steps(self.lexicon) if stage in self.stages]
        self._steps = [step for _, step in steps]
        self._ascii_steps = [step for stage, step in steps if stage in _FOR_ASCII]
        lookalikes.read_tables()
        turned.read_tables()

    def __call__(self, text: str) -> AlignedText:
        """Return the normalised text with its map, chunks parted by single spaces."""
        aligned = AlignedText.of(text)
        if REORDERING.search(text):
            aligned = self._reorder(aligned)
        aligned = self._chunks(aligned)
        # Each joining leaves fewer chunks, and what it leaves may spell a word in turn.
        while (joined := self._rejoin(aligned)).text != aligned.text:
            aligned = self._chunks(joined)
        return aligned

    def plain_word(self, chunk: str) -> tuple[str, int, int] | None:
        """Return the word and its span if the chunk is a plain word between punctuation.

        Then there is nothing to see through: a short cut to what `chunk` yields.
        """
        match = _PLAIN.fullmatch(chunk)
        word = match[1].lower() if match else ""
        return (word, *match.span(1)) if match and self._is_plain(word) else None

    def _is_plain(self, word: str) -> bool:
        """Tell whether no stage changes a word of ASCII letters and digits."""
        if word in self._settled:
            return True
        return len(word) <= WORD_LIMIT and not (
            _RUN.search(word) or is_disguise(word, self.lexicon)
        )

    def spells(self, chunks: Iterable[str]) -> bool:
        """Tell whether chunks that stand in a row, single letters, spell a word out."""
        aligned = self._chunks(AlignedText.of(" ".join(chunks)))
        return self._rejoin(aligned).text != aligned.text

    def chunk(self, chunk: AlignedText) -> AlignedText:
        """Return a normalised chunk: one chunk, none, or several with spaces between."""
        for _ in range(_MOST_PASSES):
            once = self._pass(chunk)
            if once.text.split() != [once.text]:
                return self._chunks(once)
            if once.text == chunk.text or _is_settled(once.text, chunk.text):
                return once
            chunk = once
        return chunk

    def _pass(self, chunk: AlignedText) -> AlignedText:
        is_plain = chunk.text.isascii() and "&" not in chunk.text
        for step in self._ascii_steps if is_plain else self._steps:
            chunk = step(chunk)
        return chunk

    def _chunks(self, aligned: AlignedText) -> AlignedText:
        """Return a text with each of its chunks normalised."""
        parts: list[AlignedText] = []
        known: dict[str, AlignedText] = {}
        for match in CHUNK.finditer(aligned.text):
            posted = aligned.part(match.start(), match.end())
            if posted.text not in known:
                known[posted.text] = self._read(posted.text)
            chunk = known[posted.text].placed(posted)
            if parts and chunk.text:
                parts.append(aligned.part(match.start() - 1, match.start()).read_as(" "))
            if chunk.text:
                parts.append(chunk)
        return AlignedText.join(parts)

    def _read(self, chunk: str) -> AlignedText:
        """Return a normalised chunk, by a short cut where only its case may change."""
        aligned = AlignedText.of(chunk)
        if Stage.CASE in self.stages and self.plain_word(chunk):
            return aligned.read_as(chunk.lower())
        return self.chunk(aligned)

    def _rejoin(self, aligned: AlignedText) -> AlignedText:
        return rejoin(aligned, self.lexicon) if Stage.SPELLING in self.stages else aligned

    def _reorder(self, aligned: AlignedText) -> AlignedText:
        if Stage.DELETIONS in self.stages:
            aligned = apply_deletions(aligned)
        return apply_overrides(aligned) if Stage.OVERRIDES in self.stages else aligned


def _is_settled(once: str, posted: str) -> bool:
    """Tell whether another pass over `once`, which one pass made of `posted`, must repeat it.

    Of ASCII, the stages before the folding of case change entities and invisibles
    only, so both passes come to the stages behind it with the same text.
    """
    return once == posted.lower() and posted.isascii() and "&" not in posted


_PLAIN = re.compile(r"[\"(\[]*([A-Za-z0-9]+(?:'[A-Za-z]+)?)[.,;:)\]\"]*", re.ASCII)
CHUNK = re.compile(r"\S+")
REORDERING = re.compile("[\b\x7f\u202e]")
_MOST_PASSES = 8
_OVERRIDE = re.compile("\u202e([^\u202a-\u202e\u2066-\u2069]*)[\u202c\u2069]?")
_ENTITY = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});"
    r"|&#(?:\d{2,3}(?=[&a-zA-Z])|[xX][0-9a-fA-F]{2}(?=[&g-zG-Z]))"  # as browsers read them
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_CHARACTER = re.compile(r"\S")
_STACKED = (
    f"{MARKS}\u0483-\u0489\ufe20-\ufe2f\u0591-\u05bd\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
_ACCENTED = re.compile(
    rf"[a-z\u00df-\u024f\u1e00-\u1eff][{_STACKED}]+|[\u00df-\u024f\u1e00-\u1eff]"
)
# Points and strokes that Arabic words are written with or without, and two letters of Persian
_DRESSED_ARABIC = re.compile("[\u0640\u064b-\u0652\u0670\u06a9\u06cc]")
_PLAIN_ARABIC = {"\u06a9": "\u0643", "\u06cc": "\u064a"}
_RUN = re.compile(r"(?!\bwww\b)([^\W\d_]|[!?])\1{2,}")


def apply_deletions(aligned: AlignedText) -> AlignedText:
    """Carry out backspaces and deletes as a terminal would."""
    kept: list[int] = []
    for place, character in enumerate(aligned.text):
        if character not in "\b\x7f":
            kept.append(place)
        elif kept:
            kept.pop()
    return AlignedText.join([aligned.part(place, place + 1) for place in kept])


def apply_overrides(aligned: AlignedText) -> AlignedText:
    """Put text behind a right-to-left override into the order in which it is seen."""
    parts: list[AlignedText] = []
    position = 0
    for match in _OVERRIDE.finditer(aligned.text):
        parts += [aligned.part(position, match.start()), aligned.part(*match.span(1)).reversed()]
        position = match.end()
    return AlignedText.join([*parts, aligned.part(position, len(aligned))])


def decode_entities(chunk: AlignedText) -> AlignedText:
    """Decode HTML entities, except those for `&`, which could make new ones."""
    return chunk.substitute(_ENTITY, _decoded) if "&" in chunk.text else chunk


def _decoded(match: Match[str]) -> str:
    decoded = unescape(match[0])
    return match[0] if "&" in decoded else decoded


def strip_invisibles(chunk: AlignedText) -> AlignedText:
    """Drop the characters that nobody sees."""
    plain = chunk.text.isascii() and chunk.text.isprintable()
    return chunk if plain else chunk.substitute(_INVISIBLE, lambda _: "")


def fold_case(chunk: AlignedText) -> AlignedText:
    """Fold case as Unicode does for comparisons."""
    folded = chunk.text.casefold()
    if len(folded) == len(chunk):
        return chunk.read_as(folded)
    return chunk.substitute(_CHARACTER, lambda match: match[0].casefold())


def strip_marks(chunk: AlignedText) -> AlignedText:
    """Strip accents and stacked marks from Latin letters, and from Arabic ones what is optional.

    Other scripts need their marks.
    """
    if chunk.text.isascii():
        return chunk
    undressed = chunk.substitute(_DRESSED_ARABIC, lambda match: _PLAIN_ARABIC.get(match[0], ""))
    return undressed.substitute(_ACCENTED, _bare)


def _bare(match: Match[str]) -> str:
    """Take letters and marks one by one: to put many marks into order takes long."""
    letters = (letter for sign in match[0] for letter in unicodedata.normalize("NFD", sign))
    return "".join([letter for letter in letters if not unicodedata.combining(letter)])


def collapse_runs(chunk: AlignedText) -> AlignedText:
    """Shorten three or more of the same letter or exclamation to two."""
    return chunk.substitute(_RUN, lambda match: match[1] * 2)


# The stages that may change ASCII text without entities
_FOR_ASCII = (Stage.INVISIBLES, Stage.CASE, Stage.RUNS, Stage.DISGUISES)


def _steps(lexicon: Lexicon) -> tuple[tuple[Stage, Step], ...]:
    """Return the stages that look at one chunk each, in their order."""
    return (
        (Stage.ENTITIES, decode_entities),
        (Stage.INVISIBLES, strip_invisibles),
        (Stage.COMPATIBILITY, fold_compatibility),
        (Stage.COMPATIBILITY, partial(read_flags, lexicon=lexicon)),
        (Stage.TURNED, partial(read_turned, lexicon=lexicon)),
        (Stage.HOMOGLYPHS, partial(fold_homoglyphs, lexicon=lexicon)),
        (Stage.CASE, fold_case),
        (Stage.MARKS, strip_marks),
        (Stage.RUNS, collapse_runs),
        (Stage.DISGUISES, partial(undisguise, lexicon=lexicon)),
    )
