"""The views of the API.  It uses keys instead of sessions, so CSRF does not apply."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from moderation.api.perspective import batch, bodies, cors
from moderation.api.perspective.calls import Answer, call, refusal
from moderation.api.perspective.discovery import document
from moderation.api.perspective.errors import ApiError, no_method

JSON = "application/json; charset=UTF-8"
A_MINUTE = "60"
TRY_LATER = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def method(request: HttpRequest, name: str) -> HttpResponse:
    """One call: `comments:analyze` or `comments:suggestscore`."""
    if request.method == "OPTIONS":
        return cors.leave(request)
    answer = _called(request, name)
    return cors.tell(request, _json(answer), answer.key)


def _called(request: HttpRequest, name: str) -> Answer:
    secret = request.GET.get("key") or request.headers.get("X-Goog-Api-Key", "")
    try:
        return call(name, secret, bodies.read(request), origin=cors.origin_of(request))
    except ApiError as error:
        return refusal(error)


@csrf_exempt
@require_POST
def batch_of_calls(request: HttpRequest) -> HttpResponse:
    """Many calls, each with its own key."""
    try:
        content_type, answers = batch.answer(
            request.headers.get("Content-Type", ""), bodies.read(request), cors.origin_of(request)
        )
    except ApiError as error:
        return _json(refusal(error))
    return HttpResponse(answers, content_type=content_type)


@require_safe
def discovery(request: HttpRequest) -> HttpResponse:
    """The discovery document, from which libraries build their clients."""
    response = JsonResponse(document(request.build_absolute_uri("/")), content_type=JSON)
    return cors.tell(request, response, None)


@csrf_exempt
def no_such_method(request: HttpRequest, **_: str) -> HttpResponse:
    """Answers addresses that the API does not have."""
    return _json(refusal(no_method(request.path)))


def _json(answer: Answer) -> HttpResponse:
    response = JsonResponse(answer.content, status=answer.code, content_type=JSON)
    if answer.code in TRY_LATER:
        response.headers["Retry-After"] = A_MINUTE
    if answer.code == HTTPStatus.SERVICE_UNAVAILABLE:
        response._has_been_logged = True  # type: ignore[attr-defined]  # by `call`, with its cause
    return response
