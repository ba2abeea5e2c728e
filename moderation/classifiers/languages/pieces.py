"""Cuts a text into the pieces whose language is asked for: sentences, and runs of one script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from moderation.classifiers.base import Offsets
from moderation.classifiers.languages import scripts
from moderation.classifiers.languages.scripts import EITHER, LATIN, UNSPACED

_END = re.compile(r"(?<![.!?…։۔؟।])[.!?…։۔؟।]++[\"'”’»)\]]*+\s++|[。！？]++|\n\s*+")
_CHUNK = re.compile(r"\S+")
# Fewer words of another script in a Latin sentence are a name or a quotation.
_FEWEST_WORDS, _FEWEST_LETTERS = 3, 8


@dataclass(slots=True)
class Run:
    """Chunks of a sentence in one script."""

    script: str
    places: list[Offsets] = field(default_factory=list)

    @property
    def span(self) -> Offsets:
        return self.places[0][0], self.places[-1][1]


def sentences(text: str) -> Iterator[Offsets]:
    """Yield start and end of each sentence; white space between them belongs to none."""
    start = 0
    for match in _END.finditer(text):
        if text[start : match.start()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def runs(text: str, sentence: Offsets) -> list[Run]:
    """The runs of a sentence, each in one script.

    A name in another script belongs to the run that it stands in.
    """
    if text[slice(*sentence)].isascii():
        return [Run(LATIN, [sentence])]
    chunks = [(match.span(), _script(match[0])) for match in _CHUNK.finditer(text, *sentence)]
    own = {script for _, script in chunks} - {"", EITHER}
    foreign = own - {LATIN}
    either = max(foreign) if foreign & {"Cyrl", "Grek"} else LATIN
    found: list[Run] = []
    for place, written in chunks:
        script = either if written == EITHER else written
        if found and script in ("", found[-1].script):
            found[-1].places.append(place)
        else:
            found.append(Run(script or LATIN, [place]))
    return _without_names(text, found)


def _without_names(text: str, found: list[Run]) -> list[Run]:
    """Join short runs to the one before them, where the sentence has longer ones."""
    if len(found) < 2:
        return found
    joined: list[Run] = []
    waiting: list[Offsets] = []
    for run in found:
        if not _is_long(text, run):
            (joined[-1].places if joined else waiting).extend(run.places)
        elif joined and joined[-1].script == run.script:
            joined[-1].places += run.places
        else:
            joined.append(Run(run.script, waiting + run.places))
            waiting = []
    return joined or [_largest(text, found)]


def _largest(text: str, found: list[Run]) -> Run:
    """One run of all chunks, in the script that has the most letters."""
    letters: dict[str, int] = {}
    for run in found:
        letters[run.script] = letters.get(run.script, 0) + _letters(text, run)
    places = [place for run in found for place in run.places]
    return Run(max(letters, key=letters.__getitem__), places)


def _is_long(text: str, run: Run) -> bool:
    if run.script in UNSPACED:
        return _letters(text, run) >= _FEWEST_LETTERS
    words = [text[slice(*place)] for place in run.places]
    return sum(any(map(str.isalpha, word)) for word in words) >= _FEWEST_WORDS


def _letters(text: str, run: Run) -> int:
    return sum(sum(map(str.isalpha, text[slice(*place)])) for place in run.places)


@lru_cache(maxsize=4096)
def _script(chunk: str) -> str:
    return scripts.of_word(chunk) if len(chunk) < 100 else scripts.of_word(chunk[:100])
