"""What is sent for a text, and what is read of the answer.  Nothing is guessed: an answer without
a probability for each attribute is refused.

Source: https://developers.perspectiveapi.com/s/about-the-api-methods
"""

import json
from http import HTTPStatus
from typing import Any

from moderation.classifiers.base import Scores
from moderation.classifiers.perspective.names import NAMES

BAD_KEY = b"API_KEY_INVALID"
ABOUT_THE_TEXT = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


class Refused(Exception):
    """There is no score of this text; others may have one.  The message does not quote it."""


class Unavailable(Exception):
    """The service gives no scores at the moment."""


def request(text: str, language: str) -> bytes:
    """The body for `text`; without a `language` the service finds it out."""
    asked: dict[str, Any] = {
        "comment": {"text": text, "type": "PLAIN_TEXT"},
        "requestedAttributes": {name: {} for name in NAMES.values()},
        "doNotStore": True,
    }
    return json.dumps(asked | ({"languages": [language]} if language else {})).encode()


def scores(status: int, body: bytes) -> Scores:
    """The scores in an answer.  Raises Refused or Unavailable."""
    if status == HTTPStatus.OK:
        return _scores(body)
    told = f"HTTP {status}{_message(body)}"
    if status in ABOUT_THE_TEXT and BAD_KEY not in body:
        raise Refused(told)
    raise Unavailable(told)


def _scores(body: bytes) -> Scores:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused("the answer is no JSON") from None
    given = _of(answer, "attributeScores")
    return {attribute: _probability(given, name) for attribute, name in NAMES.items()}


def _probability(given: Any, name: str) -> float:
    score = _of(_of(given, name), "summaryScore")
    value = _of(score, "value")
    if value is None:
        raise Refused(f"the answer lacks {name}")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise Refused(f"{name} is no number between 0 and 1")
    if _of(score, "type") not in (None, "PROBABILITY"):
        raise Refused(f"{name} is no PROBABILITY")
    return float(value)


def _message(body: bytes) -> str:
    """What the service says of its error, or nothing."""
    try:
        error = _of(json.loads(body), "error")
    except (ValueError, RecursionError):
        return ""
    told = [_of(error, "status"), _error_type(error)]
    return "".join(f", {part[:80]}" for part in told if isinstance(part, str) and part.isascii())


def _error_type(error: Any) -> Any:
    details = _of(error, "details")
    return _of(details[0], "errorType") if isinstance(details, list) and details else None


def _of(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
