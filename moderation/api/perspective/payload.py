"""Parses request bodies, as leniently as existing clients need."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from moderation.api.perspective.errors import ApiError, invalid
from moderation.classifiers.base import Attribute
from moderation.classifiers.perspective.names import measured_by
from moderation.services.clients.suggesting import Suggested

MOST_BYTES = 20_480
LONGEST_NAME = 500
FAR = 1_000_000
INVALID = "INVALID_REQUEST"
MOST_ATTRIBUTES = 50
# Possessive, and a string that does not end goes on to the end: each character is read once.
_STRING_OR_KEY = re.compile(
    r"""("(?:[^"\\]++|\\.)*+(?:"|\\?\Z))|([{,]\s*+)([A-Za-z_]\w*+)(?=\s*+:)""", re.DOTALL
)
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
_SNAKE = re.compile(r"_([a-z])")

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A requested attribute, and the lowest score to report."""

    name: str
    attribute: Attribute
    threshold: float


@dataclass(frozen=True, slots=True)
class AnalyzeCall:
    text: str
    wanted: list[Wanted]
    languages: list[str]
    by_sentence: bool
    client_token: str
    explained: bool = False
    drops_unsupported: bool = False


@dataclass(frozen=True, slots=True)
class SuggestCall:
    text: str
    scores: dict[str, Suggested]
    languages: list[str]
    community: str
    client_token: str


def read_analyze(body: bytes, *, drop_unknown: bool) -> AnalyzeCall:
    """Read a call of `comments:analyze`.  Raises ApiError.

    Unknown attributes are an error, unless `drop_unknown` or the call asks to
    drop them.
    """
    data = parse(body)
    drop_unknown = drop_unknown or data.get("dropUnsupportedAttributes") is True
    text = _text(data)
    _check_context(data)
    wanted = list(_wanted(data, drop_unknown=drop_unknown))
    by_sentence = data.get("spanAnnotations") is True
    return AnalyzeCall(
        text,
        wanted,
        _languages(data),
        by_sentence,
        _string(data, "clientToken"),
        explained=data.get("explainScores") is True,
        drops_unsupported=data.get("dropUnsupportedAttributes") is True,
    )


def read_suggest(body: bytes, *, drop_unknown: bool) -> SuggestCall:
    """Read a call of `comments:suggestscore`.  Raises ApiError.

    Scores of unknown attributes are an error, or left out with `drop_unknown`.
    """
    data = parse(body)
    text = _storable(_text(data), "comment.text")
    named = _by_attribute(data, "attributeScores")
    known = [(name, own) for name, own in named if not drop_unknown or measured_by(name)]
    scores = {name: _suggested(name, own) for name, own in known}
    return SuggestCall(
        text,
        scores,
        _languages(data),
        _storable(_string(data, "communityId"), "communityId"),
        _storable(_string(data, "clientToken"), "clientToken"),
    )


def parse(body: bytes) -> Object:
    """Read a JSON object; keys may lack their quotes, strings may hold raw control characters,
    and names may be written in snake case.
    """
    try:
        data = _loaded(body.decode() or "{}")  # some clients try the connection with an empty body
        if not isinstance(data, dict):
            raise _unreadable("Root element must be a message.")
        return _in_camel_case(data)
    except (ValueError, RecursionError) as error:
        raise _unreadable("Unable to parse it as JSON in UTF-8.") from error


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except ValueError:
        return json.loads(_STRING_OR_KEY.sub(_quoted, text), strict=False)


def _quoted(match: re.Match[str]) -> str:
    string, before, key = match.groups()
    return string or f'{before}"{key}"'


def _in_camel_case(value: Object) -> Object:
    """Convert keys to camel case.  Names of attributes are upper case and do not change."""
    return {
        _SNAKE.sub(lambda match: match[1].upper(), key): (
            _in_camel_case(own) if isinstance(own, dict) else own
        )
        for key, own in value.items()
    }


def _unreadable(why: str) -> ApiError:
    return invalid(f"Invalid JSON payload received. {why}")


def _text(data: Object) -> str:
    comment = _object(data, "comment")
    text = comment.get("text") or ""
    if not isinstance(text, str):
        raise _unreadable("comment.text must be a string.")
    kind = comment.get("type") or "PLAIN_TEXT"
    if kind == "HTML":
        raise invalid("Currently, only 'PLAIN_TEXT' comments are supported", INVALID)
    if kind not in ("PLAIN_TEXT", "TEXT_TYPE_UNSPECIFIED"):
        raise invalid("Unknown text type", INVALID)
    if not text.strip():
        raise invalid("Comment must be non-empty.", "COMMENT_EMPTY")
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise invalid(
            f"Comment text was too many bytes. Value ({size}) exceeded limit ({MOST_BYTES})."
        )
    return text


def _check_context(data: Object) -> None:
    context = _object(data, "context")
    if context.get("entries") and context.get("articleAndParentComment"):
        raise invalid(
            "Context can have either entries or article_and_parent_comment, but both fields were "
            "populated.",
            INVALID,
        )


def _wanted(data: Object, *, drop_unknown: bool) -> Iterator[Wanted]:
    for name, asked in _by_attribute(data, "requestedAttributes"):
        attribute = measured_by(name)
        if attribute is None and drop_unknown:
            continue
        if attribute is None:
            raise _unknown(name)
        kind = asked.get("scoreType") or "PROBABILITY"
        if kind not in ("PROBABILITY", "SCORE_TYPE_UNSPECIFIED"):
            raise invalid(
                f"Requested score type {kind} is not supported by attribute {name}", INVALID
            )
        threshold = asked.get("scoreThreshold", 0.0)
        yield Wanted(name, attribute, 0.0 if threshold is None else _number(threshold))


def _suggested(name: str, own: Object) -> Suggested:
    if measured_by(name) is None:
        raise _unknown(name)
    # Go leaves out zeros.
    summary = own.get("summaryScore")
    value = None if summary is None else _share(_object(own, "summaryScore").get("value", 0))
    spans = own.get("spanScores") or []
    if not isinstance(spans, list) or (value is None and not spans):
        raise invalid(f"Attribute {name} has neither a summary_score nor span_scores", INVALID)
    return Suggested(value, [_span(span) for span in spans])


def _span(span: Any) -> tuple[int, int, float]:
    if not isinstance(span, dict):
        raise _unreadable("A span score must be an object.")
    begin, end = span.get("begin", 0), span.get("end")
    if not (isinstance(begin, int) and isinstance(end, int) and 0 <= begin <= end):
        raise invalid("A span score must have an end, not before its begin", INVALID)
    return begin, end, _share(_object(span, "score").get("value", 0))


def _by_attribute(data: Object, field: str) -> list[tuple[str, Object]]:
    named = _object(data, field)
    if not named:
        missing = _SNAKE_OF[field]
        raise invalid(f"Missing {missing}", "NO_REQUESTED_ATTRIBUTES")
    if len(named) > MOST_ATTRIBUTES:
        raise invalid(
            f"A call can have at most {MOST_ATTRIBUTES} attributes. Send several calls.", INVALID
        )
    return [(name, _object(named, name)) for name in named]


_SNAKE_OF = {
    "requestedAttributes": "requested_attributes",
    "attributeScores": "attribute_scores",
}


def _languages(data: Object) -> list[str]:
    """The languages, as a list or a single string."""
    asked = data.get("languages") or []
    languages = [asked] if isinstance(asked, str) else asked
    if not isinstance(languages, list) or not all(isinstance(one, str) for one in languages):
        raise _unreadable("languages must be a list of strings.")
    return languages


def _unknown(name: str) -> ApiError:
    return invalid(f"Unknown requested attribute: {name}", INVALID)


def _object(data: Object, field: str) -> Object:
    value = data.get(field)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _unreadable(f"{field} must be an object.")
    return value


def _string(data: Object, field: str) -> str:
    value = data.get(field) or ""
    if not isinstance(value, str) or len(value) > LONGEST_NAME:
        raise _unreadable(f"{field} must be a string of at most {LONGEST_NAME} characters.")
    return value


def _storable(text: str, field: str) -> str:
    """Databases refuse null characters and lone surrogates."""
    if _NOT_STORABLE.search(text):
        raise _unreadable(f"{field} contains invalid characters.")
    return text


def _share(value: Any) -> float:
    share = _number(value)
    if not 0 <= share <= 1:
        raise invalid("A score must be between 0 and 1", INVALID)
    return share


def _number(value: Any) -> float:
    """A finite number of reasonable size."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < FAR:
        raise _unreadable("A score must be a number.")
    return float(value)
