"""How an operation is declared: its scope, and the fields that it takes and no others."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja import Router

from moderation.api.rest.keys import Bearer
from moderation.api.rest.problems import Problem, ProblemDocument
from moderation.models import Scope

View = TypeVar("View", bound=Callable[..., Any])
# What any operation may answer besides its own result.
PROBLEMS = dict.fromkeys([400, 401, 403, 404, 409, 422, 429, 503], ProblemDocument)


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    scope: Scope,
    returns: Any,
    query: frozenset[str] = frozenset(),
    parameters: Sequence[Mapping[str, Any]] = (),
) -> Callable[[View], View]:
    """Register a view for `method` on `path`, for keys with `scope`.

    `returns` is the schema of the result, or one for each status; `query` are the names of the
    query parameters: others are refused, as unknown fields of bodies are. `parameters` are headers
    that the view reads itself, as OpenAPI describes them.
    """
    responses = returns if isinstance(returns, dict) else {200: returns}

    def declare(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if unknown := sorted(set(request.GET) - query):
                raise _unknown(unknown, query)
            return view(request, *args, **kwargs)

        register = router.api_operation(
            [method],
            path,
            auth=Bearer(scope),
            response=responses | PROBLEMS,
            operation_id=view.__name__,
            summary=_summary(view),
            description=f"{_details(view)}Needs the scope `{scope.value}`.",
            openapi_extra={"x-scope": scope.value, "parameters": list(parameters)},
        )
        register(checked)
        return view

    return declare


def _unknown(names: list[str], known: frozenset[str]) -> Problem:
    takes = f"It takes {', '.join(sorted(known))}." if known else "It takes none."
    detail = f"This call has no query parameter {', '.join(names)}. {takes}"
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "unknown-parameter", detail)


def _summary(view: Callable[..., Any]) -> str:
    return (view.__doc__ or "").strip().partition("\n")[0].rstrip(".")


def _details(view: Callable[..., Any]) -> str:
    _, _, rest = (view.__doc__ or "").strip().partition("\n\n")
    text = " ".join(rest.split())
    return f"{text} " if text else ""
