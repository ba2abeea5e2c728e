"""The languages of a comment: its parts, and the code that is stored with its score."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from moderation.classifiers.base import Offsets
from moderation.classifiers.languages import english, latin, pieces
from moderation.classifiers.languages.detector import likelihoods
from moderation.classifiers.languages.latin import ENGLISH, UNDETERMINED
from moderation.classifiers.languages.pieces import Run
from moderation.classifiers.languages.scripts import LANGUAGES, LATIN, UNSPACED

# Joins the codes of a text in two languages, the larger part first.
AND = "+"
# Words without which the languages of a script are not told apart.
_FEWEST_WORDS = 2
_READINGS_KEPT = 256


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text in one language; offsets in code points, end exclusive."""

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The languages of a text.

    `language` is an ISO 639-1 code, `en+de` for a text in two, `und` where nobody can tell, and
    `und-Cyrl` where the script is all that is certain.  `parts` are empty for a text that is
    English throughout or undetermined in Latin letters.
    """

    language: str
    parts: tuple[Part, ...] = ()


_ENGLISH, _UNDETERMINED = Reading(ENGLISH), Reading(UNDETERMINED)


def read(text: str) -> Reading:
    """Tell the language of each part of `text`."""
    return _ENGLISH if english.is_plain(text) else _read_parts(text)


# Whoever asks first which languages are read asks again when the text is scored.
@lru_cache(maxsize=_READINGS_KEPT)
def _read_parts(text: str) -> Reading:
    parts = _merged([part for place in pieces.sentences(text) for part in _parts(text, place)])
    if not parts:
        return _UNDETERMINED
    letters: Counter[str] = Counter()
    for part in parts:
        letters[part.language] += part.end - part.start
    if set(letters) == {ENGLISH}:
        return _ENGLISH
    return Reading(AND.join(code for code, _ in letters.most_common(2)), tuple(parts))


def codes_of(language: str) -> list[str]:
    """The codes of a stored language: one, or the two of a text in two languages."""
    return language.split(AND)


def script_of(code: str) -> str:
    """The ISO 15924 code in `code` if that is all that is known of a text, else empty."""
    return code.partition("-")[2] if code.startswith(f"{UNDETERMINED}-") else ""


def unread(parts: Iterable[Part], languages: Collection[str]) -> list[Part]:
    """The parts that who reads only `languages` cannot read."""
    return [part for part in parts if part.language not in languages]


def _parts(text: str, sentence: Offsets) -> list[Part]:
    """The parts of a sentence whose language is known."""
    if english.is_plain(text[slice(*sentence)]):
        return [Part(*sentence, ENGLISH)]
    found = []
    for run in pieces.runs(text, sentence):
        start, end = run.span
        if run.script != LATIN:
            if any(map(_has_letters, text[start:end].split())):
                found.append(Part(start, end, _of_script(text, run)))
            continue
        found += _latin_parts(text, start, end)
    return found


def _latin_parts(text: str, start: int, end: int) -> list[Part]:
    """The parts of a run in Latin letters: one language, or English with others inside."""
    language = latin.language_of(text[start:end])
    if language not in (ENGLISH, UNDETERMINED):
        return [Part(start, end, language)]
    parts, done = [], start
    for first, last, code in latin.foreign_runs(text[start:end]):
        parts += [Part(done, start + first, language), Part(start + first, start + last, code)]
        done = start + last
    parts.append(Part(done, end, language))
    return [part for part in parts if part.start < part.end and part.language != UNDETERMINED]


def _has_letters(word: str) -> bool:
    """Whether it is more than a symbol: mathematics and ornaments have single letters."""
    return sum(map(str.isalpha, word)) > 1


def _of_script(text: str, run: Run) -> str:
    """The code of a run in another script than Latin: the likeliest language that it writes."""
    languages = LANGUAGES.get(run.script, ())
    if len(languages) == 1:
        return languages[0]
    written = text[slice(*run.span)]
    words = sum(any(map(str.isalpha, word)) for word in written.split())
    if languages and (words >= _FEWEST_WORDS or run.script in UNSPACED):
        likelihood = likelihoods(written)
        return max(languages, key=lambda code: likelihood.get(code, float("-inf")))
    return f"{UNDETERMINED}-{run.script}"


def _merged(parts: list[Part]) -> list[Part]:
    """Join neighbours of the same language; what lies between them is undetermined."""
    joined: list[Part] = []
    for part in parts:
        if joined and joined[-1].language == part.language:
            joined[-1] = Part(joined[-1].start, part.end, part.language)
        else:
            joined.append(part)
    return joined
