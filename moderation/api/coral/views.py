"""The addresses that Coral calls.  Calls are signed and have no session, so CSRF does not apply."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from moderation.api.coral import answers, calls
from moderation.api.coral.schemas import EventRequest, PhaseRequest
from moderation.api.rest.problems import Problem
from moderation.models import CoralConnection, CoralSecret
from moderation.services.connections.coral import inbox, phase
from moderation.services.connections.stories import Story

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def moderation_phase(request: HttpRequest) -> HttpResponse:
    """Judge a comment before Coral stores it: 204, or flags and a status."""
    try:
        connection = calls.sender(request, CoralSecret.Purpose.PHASE)
        asked = calls.read(request, PhaseRequest)
    except Problem as problem:
        return problem.response()
    answer = _answer(connection, asked) if connection.is_active else {}
    return JsonResponse(answer) if answer else HttpResponse(status=204)


@csrf_exempt
@require_POST
def events(request: HttpRequest) -> HttpResponse:
    """Store an event and answer at once: Coral sends it only once."""
    try:
        connection = calls.sender(request, CoralSecret.Purpose.EVENTS)
        told = calls.read(request, EventRequest)
    except Problem as problem:
        return problem.response()
    inbox.store(connection=connection, uid=told.id, kind=told.type, data=told.data)
    return HttpResponse(status=204)


def _answer(connection: CoralConnection, asked: PhaseRequest) -> dict[str, Any]:
    """Withheld, whatever fails: Coral publishes a comment if it gets an error for an answer."""
    try:
        outcome = phase.judge(
            connection=connection,
            story=Story(asked.story.id, asked.story.url),
            author_id=asked.author.id,
            body=asked.comment.body,
            is_edit=asked.action == "EDIT",
        )
        return answers.answer(outcome) if outcome else {}
    except Exception as error:  # noqa: BLE001 -- no failure may publish a comment unjudged
        # Not its message, which may quote the comment.
        logger.error("A comment in Coral is withheld unjudged: %s", type(error).__name__)
        return answers.WITHHELD
