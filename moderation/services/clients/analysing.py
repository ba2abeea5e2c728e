"""Scores a text of an API client.  Nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from moderation.classifiers import languages
from moderation.classifiers.base import Attribute, Classifier, Scores
from moderation.classifiers.sentences import sentence_starts
from moderation.services.judging import accounts, fallback, written
from moderation.services.judging.accounts import Account
from moderation.services.judging.evidence import evidence


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, in code points, with its own scores."""

    start: int
    end: int
    scores: Scores


@dataclass(frozen=True, slots=True)
class Analysis:
    """The scores of a text, of its sentences if requested, and how scores came about if asked.

    `detected` are the codes of the languages of the text, empty where nobody can tell;
    `measured` the attributes that are measured in those that are read.
    """

    whole: Span
    sentences: list[Span]
    measured: frozenset[Attribute]
    detected: list[str] = field(default_factory=list)
    accounts: dict[Attribute, Account] = field(default_factory=dict)


class NotRead(Exception):
    """Nothing of a text is in a language that the active release reads.

    `detected` are the codes of its languages.
    """

    def __init__(self, detected: Sequence[str]) -> None:
        super().__init__(", ".join(detected))
        self.detected = list(detected)


class NotOffered(Exception):
    """A client names languages, `codes`, that the active release does not read."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = list(codes)


class TooManySpans(Exception):
    """A text has more sentences than may be scored on their own."""


def analyse(
    text: str,
    *,
    by_sentence: bool,
    most_spans: int,
    told: Sequence[str] = (),
    explained: Mapping[Attribute, float] = MappingProxyType({}),
) -> Analysis:
    """Score `text` with the active release, as far as it reads its languages.

    `told` are the languages that the client says it is in; then all of it is scored.
    `explained` are the attributes whose scores are to be explained, each with the probability
    from which there is evidence.

    Raises ReleaseError if there is none, NotOffered if the client names a language that it does
    not read, NotRead if nothing of the text is read, and TooManySpans if the text has more than
    `most_spans` sentences.
    """
    _, classifier = fallback.active()
    named = [code.lower().split("-")[0] for code in told]
    unknown = [
        code for code, one in zip(told, named, strict=True) if one not in classifier.languages
    ]
    if unknown:
        raise NotOffered(unknown)
    own = written.of_text(text, classifier.languages)
    if own.is_unread and not told:
        raise NotRead(languages.codes_of(own.language))
    text = text if told else own.readable(text)
    asked = _sentences(text) if by_sentence else []
    if len(asked) > most_spans:
        raise TooManySpans
    places = [(0, len(text)), *asked]
    scores = classifier.score([text[start:end] for start, end in places])
    spans = zip(places, scores, strict=True)
    whole, *sentences = (Span(start, end, own) for (start, end), own in spans)
    found = (_account(classifier, whole, text, *asked) for asked in explained.items())
    measured = written.measured(named or written.read_codes(own), classifier)
    return Analysis(whole, sentences, measured, detected(own.language), dict(found))


def detected(language: str) -> list[str]:
    """The codes of a language as `languages.read` tells it; empty where nobody can tell."""
    return [code for code in languages.codes_of(language) if code != languages.UNDETERMINED]


def _account(
    classifier: Classifier, whole: Span, text: str, attribute: Attribute, threshold: float
) -> tuple[Attribute, Account]:
    """Return the account of a score; evidence is looked for only if it reaches the threshold."""
    flagged = whole.scores[attribute] >= threshold
    words = evidence(classifier, text, attribute, threshold) if flagged else []
    return attribute, accounts.account(classifier, text, attribute, words, threshold)


def _sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, without surrounding white space."""
    cuts = [*sentence_starts(text), len(text)]
    parts = [(start, text[start:end]) for start, end in pairwise(cuts)]
    stripped = [(start + len(part) - len(part.lstrip()), part.strip()) for start, part in parts]
    return [(start, start + len(part)) for start, part in stripped if part]
