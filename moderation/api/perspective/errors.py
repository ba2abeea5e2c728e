"""Errors in the format and wording of the original API."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

PERSPECTIVE_ERROR = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo"
SERVICE = "commentanalyzer.googleapis.com"


class ApiError(Exception):
    """An error response: HTTP status, Google's name of the status, and message."""

    def __init__(
        self,
        code: HTTPStatus,
        status: str,
        message: str,
        details: Sequence[dict[str, Any]] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message
        self.details = list(details)

    @property
    def envelope(self) -> dict[str, Any]:
        error = {"code": int(self.code), "message": self.message, "status": self.status}
        return {"error": {**error, "details": self.details} if self.details else error}


def invalid(message: str, error_type: str = "", **fields: Any) -> ApiError:
    """An invalid argument; `error_type` is one of the documented types."""
    detail = {"@type": PERSPECTIVE_ERROR, "errorType": error_type, **fields}
    return ApiError(
        HTTPStatus.BAD_REQUEST, "INVALID_ARGUMENT", message, [detail] if error_type else []
    )


def not_supported(attribute: str, unread: Sequence[str], **languages: Sequence[str]) -> ApiError:
    """`attribute` is not measured in the languages `unread`; `languages` says who named them."""
    return invalid(
        f"Attribute {attribute} does not support request languages: {', '.join(unread)}",
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        languageNotSupportedByAttributeError={**languages, "attribute": attribute},
    )


def not_offered(attribute: str, unread: Sequence[str], requested: Sequence[str]) -> ApiError:
    """The client names languages that are not read, or not for `attribute`."""
    return not_supported(attribute, unread, requestedLanguages=requested)


def not_detected(attribute: str, detected: Sequence[str]) -> ApiError:
    """The text is in languages that are not read, as was detected."""
    return not_supported(attribute, detected, detectedLanguages=detected)


def too_many_scores(most: int) -> ApiError:
    return invalid(
        f"The response would have more than {most} sentence scores. Request fewer attributes, "
        "send a shorter text, or omit spanAnnotations."
    )


def no_key() -> ApiError:
    return ApiError(
        HTTPStatus.FORBIDDEN,
        "PERMISSION_DENIED",
        "Method doesn't allow unregistered callers (callers without established identity). "
        "Please use API Key or other form of API consumer identity to call this API.",
    )


def bad_key() -> ApiError:
    info = {
        "@type": ERROR_INFO,
        "reason": "API_KEY_INVALID",
        "domain": "googleapis.com",
        "metadata": {"service": SERVICE},
    }
    return ApiError(
        HTTPStatus.BAD_REQUEST,
        "INVALID_ARGUMENT",
        "API key not valid. Please pass a valid API key.",
        [info],
    )


def other_key() -> ApiError:
    return ApiError(
        HTTPStatus.FORBIDDEN,
        "PERMISSION_DENIED",
        "The API key was issued for other uses. Use one with the scope “score”.",
    )


def other_origin(origin: str) -> ApiError:
    return ApiError(
        HTTPStatus.FORBIDDEN,
        "PERMISSION_DENIED",
        f"Requests from referer {origin} are blocked: the API key is for pages of other sites.",
    )


def used_up(calls_per_minute: int) -> ApiError:
    info = {
        "@type": ERROR_INFO,
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "service": SERVICE,
            "quota_limit": "AnalyzeRequestsPerMinutePerProject",
            "quota_limit_value": str(calls_per_minute),
        },
    }
    return ApiError(
        HTTPStatus.TOO_MANY_REQUESTS,
        "RESOURCE_EXHAUSTED",
        "Quota exceeded for quota metric 'Analysis requests (AnalyzeComment)' and limit "
        f"'Analysis requests (AnalyzeComment) per minute' of service '{SERVICE}'.",
        [info],
    )


def no_method(path: str) -> ApiError:
    return ApiError(
        HTTPStatus.NOT_FOUND,
        "NOT_FOUND",
        f"There is no method at {path}. There are v1alpha1/comments:analyze and :suggestscore.",
    )


def unavailable(message: str) -> ApiError:
    return ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "UNAVAILABLE", message)
