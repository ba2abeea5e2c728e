"""Answers a single call, whether it came alone or in a batch."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from traceback import extract_tb
from typing import Any, NamedTuple

from django.conf import settings

from moderation.api.perspective import answers, errors
from moderation.api.perspective.errors import ApiError
from moderation.api.perspective.payload import AnalyzeCall, read_analyze, read_suggest
from moderation.classifiers.base import Attribute
from moderation.models import ApiKey, Scope
from moderation.services.clients import analysing, api_keys, suggesting
from moderation.services.clients.analysing import NotOffered, NotRead, TooManySpans

logger = logging.getLogger(__name__)

# Sentence scores per response: attributes times sentences.
MOST_SCORES = 20_000


class Answer(NamedTuple):
    code: HTTPStatus
    content: dict[str, Any]


def call(
    method: str, secret: str, body: bytes, find: Callable[[str], ApiKey | None] | None = None
) -> Answer:
    """Answer a call of `method`: "analyze" or "suggestscore".  Never raises.

    `find` returns the key of a secret; without a valid key the body is not read.
    """
    try:
        key = _authenticate(secret, find or api_keys.authenticate)
        return Answer(HTTPStatus.OK, METHODS[method](key, body))
    except ApiError as error:
        return refusal(error)
    except TooManySpans:
        return refusal(errors.too_many_scores(MOST_SCORES))
    except Exception as error:  # noqa: BLE001 -- whatever it is, the client must be able to read it
        _log(error)
        return refusal(errors.unavailable("Scores cannot be given at the moment. Try again later."))


def _log(error: Exception) -> None:
    """Log the kind and place of an error; its message may quote the text."""
    place = extract_tb(error.__traceback__)[-1]
    kind = type(error).__name__
    logger.error("The API cannot answer: %s in %s, line %s", kind, place.filename, place.lineno)


def refusal(error: ApiError) -> Answer:
    return Answer(error.code, error.envelope)


def _authenticate(secret: str, find: Callable[[str], ApiKey | None]) -> ApiKey:
    if not secret:
        raise errors.no_key()
    key = find(secret)
    if key is None:
        raise errors.bad_key()
    if Scope.SCORE.value not in key.scopes:
        raise errors.other_key()
    if not api_keys.consume_quota(key):
        raise errors.used_up(key.calls_per_minute)
    return key


def _analyze(_: ApiKey, body: bytes) -> dict[str, Any]:
    """Score a text.  Nothing is stored, whatever `doNotStore` says."""
    asked = read_analyze(body, drop_unknown=settings.API_DROPS_UNKNOWN_ATTRIBUTES)
    try:
        analysis = analysing.analyse(
            asked.text,
            told=asked.languages,
            by_sentence=asked.by_sentence,
            most_spans=MOST_SCORES // max(1, len(asked.wanted)),
            explained=_thresholds(asked) if asked.explained else {},
        )
    except NotOffered as error:
        raise errors.not_offered(_first(asked), error.codes, asked.languages) from error
    except NotRead as error:
        if asked.drops_unsupported or not asked.wanted:
            return answers.unread(asked, error.detected)
        raise errors.not_detected(asked.wanted[0].name, error.detected) from error
    for one in asked.wanted:
        if one.attribute not in analysis.measured and not asked.drops_unsupported:
            raise errors.not_detected(one.name, analysis.detected)
    return answers.analyzed(asked, analysis)


def _first(asked: AnalyzeCall) -> str:
    """The attribute that an error names."""
    return asked.wanted[0].name if asked.wanted else ""


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
