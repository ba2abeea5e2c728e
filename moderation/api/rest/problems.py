"""Errors as RFC 9457 problem documents: what is wrong, and the next step."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from traceback import extract_tb
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from articles import outages
from moderation.services.decisions.authority import NotAllowedError

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
A_MINUTE = 60


class FieldError(Schema):
    """A field that cannot be read."""

    pointer: str = Field(description="The field, as a JSON pointer; query parameters by name.")
    detail: str


class ProblemDocument(Schema):
    """An error, as RFC 9457 describes it."""

    type: str = Field(description="Names the kind of error; it does not change.")
    title: str
    status: int
    detail: str = Field(description="What is wrong here, and what to do.")
    errors: list[FieldError] | None = None


class Problem(Exception):
    """An error that the client can do something about.

    `members` are added to the document, `headers` to the response.
    """

    def __init__(
        self,
        status: HTTPStatus,
        kind: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.headers = dict(headers or {})
        self.members = members

    def response(self) -> HttpResponse:
        document = {
            "type": f"urn:comity:problem:{self.kind}",
            "title": self.status.phrase,
            "status": int(self.status),
            "detail": str(self),
            **self.members,
        }
        return JsonResponse(
            document, status=self.status, content_type=MEDIA_TYPE, headers=self.headers
        )


def not_found(what: str) -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "not-found", f"There is no such {what}.")


def later(status: HTTPStatus, kind: str, detail: str, seconds: int = A_MINUTE) -> Problem:
    """A problem that goes away by waiting."""
    return Problem(status, kind, detail, headers={"Retry-After": str(seconds)})


@csrf_exempt
def no_such_address(request: HttpRequest, **_: str) -> HttpResponse:
    """Answers calls of addresses that the API does not have."""
    detail = f"The API has no address {request.path}. Its documentation is at /api/v1/docs."
    return Problem(HTTPStatus.NOT_FOUND, "no-such-address", detail).response()


def register(api: NinjaAPI) -> None:
    """Have `api` answer every error with a problem document."""

    @api.exception_handler(Problem)
    def of_problem(request: HttpRequest, problem: Problem) -> HttpResponse:  # noqa: ARG001
        return problem.response()

    @api.exception_handler(AuthenticationError)
    def of_missing_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001
        detail = "Send the key in the header “Authorization: Bearer KEY”."
        headers = {"WWW-Authenticate": "Bearer"}
        return Problem(HTTPStatus.UNAUTHORIZED, "no-key", detail, headers=headers).response()

    @api.exception_handler(Http404)
    def of_missing_row(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001
        return not_found("object").response()

    @api.exception_handler(ValidationError)
    def of_fields(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001
        return _unreadable(error.errors).response()

    @api.exception_handler(HttpError)
    def of_body(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001
        detail = "The body is no JSON document. Send one in UTF-8."
        return Problem(HTTPStatus.BAD_REQUEST, "invalid-json", detail).response()

    @api.exception_handler(NotAllowedError)
    def of_authority(request: HttpRequest, error: NotAllowedError) -> HttpResponse:  # noqa: ARG001
        return Problem(HTTPStatus.FORBIDDEN, "not-allowed", str(error)).response()

    @api.exception_handler(RequestDataTooBig)
    def of_size(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:  # noqa: ARG001
        detail = "The body is too large. Send fewer or shorter texts at once."
        return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", detail).response()

    @api.exception_handler(Exception)
    def of_failure(request: HttpRequest, error: Exception) -> HttpResponse:
        return _failure(request, error)


def _unreadable(errors: Sequence[Mapping[str, Any]]) -> Problem:
    named = [FieldError(pointer=_pointer(error["loc"]), detail=error["msg"]) for error in errors]
    detail = "; ".join(f"{error.pointer}: {error.detail}" for error in named[:3])
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid-fields",
        f"Correct these fields and send the call again: {detail}.",
        errors=[error.dict() for error in named],
    )


def _pointer(place: Sequence[str | int]) -> str:
    """The place of an error, without the names that only this program knows."""
    where, *path = place
    if where == "body":
        return "/" + "/".join(str(part) for part in path[1:])
    return str(path[-1]) if path else str(where)


def _failure(request: HttpRequest, error: Exception) -> HttpResponse:
    """Log the kind and place of an error; its message may quote a comment."""
    if outages.is_outage(error):
        detail = "The database does not answer. Send the call again later."
        problem = later(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", detail)
        return outages.told(request, error, problem.response())
    place = extract_tb(error.__traceback__)[-1]
    kind = type(error).__name__
    logger.error("%s failed: %s in %s, line %s", request.path, kind, place.filename, place.lineno)
    detail = "The server failed. The log says where; nothing was changed."
    response = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "failure", detail).response()
    response._has_been_logged = True  # type: ignore[attr-defined]  # above, without the text
    return response
