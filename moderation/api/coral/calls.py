"""Reads a signed call: who sent it, and what it says."""

from http import HTTPStatus
from typing import TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja import Schema
from pydantic import ValidationError

from moderation.api.rest.problems import Problem
from moderation.models import CoralConnection, CoralSecret
from moderation.services.connections.coral import signatures

Told = TypeVar("Told", bound=Schema)

HEADER = "X-Coral-Signature"


def sender(request: HttpRequest, purpose: CoralSecret.Purpose) -> CoralConnection:
    """The connection whose secret signed the call.  Raises Problem."""
    try:
        return signatures.sender(purpose, _body(request), request.headers.get(HEADER, ""))
    except signatures.Unsigned:
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            "unsigned",
            f"The header {HEADER} with sha256=… is missing: only Coral calls this address.",
        ) from None
    except signatures.WronglySigned as error:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "wrong-signature",
            f"{error} Copy the signing secret from Coral's admin again: "
            f"connect_coral secret NAME {purpose.value}",
        ) from None


def read(request: HttpRequest, schema: type[Told]) -> Told:
    """What the call says.  Raises Problem with the first thing that is wrong."""
    try:
        return schema.model_validate_json(_body(request))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        told = f"The field {place} cannot be read" if place else "The body cannot be read"
        raise Problem(HTTPStatus.BAD_REQUEST, "unreadable", f"{told}: {first['msg']}.") from None


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise Problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "too-large",
            "The body is too large. Limit the length of comments in Coral.",
        ) from None
