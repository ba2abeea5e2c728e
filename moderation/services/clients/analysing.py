"""Scores a text of an API client.  Nothing is stored."""

from dataclasses import dataclass
from itertools import pairwise

from moderation.classifiers.base import Scores
from moderation.classifiers.sentences import sentence_starts
from moderation.services.judging import fallback


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, in code points, with its own scores."""

    start: int
    end: int
    scores: Scores


@dataclass(frozen=True, slots=True)
class Analysis:
    """The scores of a text, and of its sentences if requested."""

    whole: Span
    sentences: list[Span]


class TooManySpans(Exception):
    """A text has more sentences than may be scored on their own."""


def analyse(text: str, *, by_sentence: bool, most_spans: int) -> Analysis:
    """Score `text` with the active release.

    Raises ReleaseError if there is none, and TooManySpans if the text has more
    than `most_spans` sentences.
    """
    _, classifier = fallback.active()
    asked = _sentences(text) if by_sentence else []
    if len(asked) > most_spans:
        raise TooManySpans
    places = [(0, len(text)), *asked]
    scores = classifier.score([text[start:end] for start, end in places])
    spans = zip(places, scores, strict=True)
    whole, *sentences = (Span(start, end, own) for (start, end), own in spans)
    return Analysis(whole, sentences)


def _sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, without surrounding white space."""
    cuts = [*sentence_starts(text), len(text)]
    parts = [(start, text[start:end]) for start, end in pairwise(cuts)]
    stripped = [(start + len(part) - len(part.lstrip()), part.strip()) for start, part in parts]
    return [(start, start + len(part)) for start, part in stripped if part]
