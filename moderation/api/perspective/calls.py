"""Answers a single call, whether it came alone or in a batch."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from traceback import extract_tb
from typing import Any, NamedTuple

from django.conf import settings

from moderation.api.perspective import answers, cors, errors
from moderation.api.perspective.errors import ApiError
from moderation.api.perspective.payload import AnalyzeCall, read_analyze, read_suggest
from moderation.classifiers.base import Attribute
from moderation.models import ApiKey, Scope
from moderation.services.clients import analysing, api_keys, counting, suggesting
from moderation.services.clients.analysing import NotOffered, NotRead, TooManySpans
from moderation.services.clients.counting import Outcome

logger = logging.getLogger(__name__)

# Sentence scores per response: attributes times sentences.
MOST_SCORES = 20_000


FindKey = Callable[[str], ApiKey | None]


class Answer(NamedTuple):
    """`key` is that of the call, if it is valid."""

    code: HTTPStatus
    content: dict[str, Any]
    key: ApiKey | None = None


def call(
    method: str, secret: str, body: bytes, *, origin: str = "", find: FindKey | None = None
) -> Answer:
    """Answer a call of `method`: "analyze" or "suggestscore".  Never raises.

    `origin` is that of the page that called, if it was one; `find` returns the key of a secret.
    Without a valid key the body is not read.
    """
    key = None
    try:
        key = _authenticate(secret, find or api_keys.authenticate)
        _admit(key, origin)
        return Answer(HTTPStatus.OK, METHODS[method](key, body), key)
    except ApiError as error:
        return refusal(error, key)
    except TooManySpans:
        return refusal(errors.too_many_scores(MOST_SCORES), key)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the client must be able to read it
        _log(error)
        told = "Scores cannot be given at the moment. Try again later."
        return refusal(errors.unavailable(told), key)


def _log(error: Exception) -> None:
    """Log the kind and place of an error; its message may quote the text."""
    place = extract_tb(error.__traceback__)[-1]
    kind = type(error).__name__
    logger.error("The API cannot answer: %s in %s, line %s", kind, place.filename, place.lineno)


def refusal(error: ApiError, key: ApiKey | None = None) -> Answer:
    return Answer(error.code, error.envelope, key)


def _authenticate(secret: str, find: FindKey) -> ApiKey:
    key = find(secret) if secret else None
    if key is None:
        counting.count(counting.UNKNOWN, Outcome.REFUSED)
        raise errors.bad_key() if secret else errors.no_key()
    return key


def _admit(key: ApiKey, origin: str) -> None:
    """Raise ApiError unless calls with `key` are answered, and count the call."""
    if Scope.SCORE.value not in key.scopes or not cors.may_use(key, origin):
        counting.count(key.name, Outcome.REFUSED)
        raise errors.other_origin(origin) if Scope.SCORE.value in key.scopes else errors.other_key()
    if not api_keys.consume_quota(key):
        counting.count(key.name, Outcome.OVER_QUOTA)
        raise errors.used_up(key.calls_per_minute)
    counting.count(key.name, Outcome.ACCEPTED)


def _analyze(_: ApiKey, body: bytes) -> dict[str, Any]:
    """Score a text.  Nothing is stored, whatever `doNotStore` says."""
    asked = read_analyze(body, drop_unknown=settings.API_DROPS_UNKNOWN_ATTRIBUTES)
    try:
        analysis = analysing.analyse(
            asked.text,
            told=asked.languages if asked.wanted else (),
            by_sentence=asked.by_sentence,
            most_spans=MOST_SCORES // max(1, len(asked.wanted)),
            explained=_thresholds(asked) if asked.explained else {},
        )
    except NotOffered as error:
        raise errors.not_offered(asked.wanted[0].name, error.codes, asked.languages) from error
    except NotRead as error:
        if asked.drops_unsupported or not asked.wanted:
            return answers.unread(asked, error.detected)
        raise errors.not_detected(asked.wanted[0].name, error.detected) from error
    for one in asked.wanted:
        if one.attribute not in analysis.measured and not asked.drops_unsupported:
            raise errors.not_detected(one.name, analysis.detected)
    return answers.analyzed(asked, analysis)


def _thresholds(asked: AnalyzeCall) -> dict[Attribute, float]:
    """The probability from which evidence is looked for: the call's threshold, or one half."""
    return {one.attribute: min(one.threshold or 0.5, 0.99) for one in asked.wanted}


def _suggest(key: ApiKey, body: bytes) -> dict[str, Any]:
    told = read_suggest(body, drop_unknown=settings.API_DROPS_UNKNOWN_ATTRIBUTES)
    suggesting.keep(
        key=key,
        text=told.text,
        scores=told.scores,
        community=told.community,
        client_token=told.client_token,
    )
    return answers.suggested(told)


METHODS: dict[str, Callable[[ApiKey, bytes], dict[str, Any]]] = {
    "analyze": _analyze,
    "suggestscore": _suggest,
}
