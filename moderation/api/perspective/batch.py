"""Batch requests, as Google's client libraries send them: multipart/mixed with HTTP parts."""

import json
import re
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from django.utils.http import parse_header_parameters

from moderation.api.perspective.calls import METHODS, Answer, FindKey, call, refusal
from moderation.api.perspective.errors import ApiError, invalid
from moderation.models import ApiKey
from moderation.services.clients import api_keys

MOST_CALLS = 1000
MOST_BYTES_ANSWERED = 20_000_000
# In bytes, of a part's headers and of the request line and headers in it.
LONGEST_HEAD = 8_192
_BOUNDARY = re.compile(r"[ -~]{1,200}")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_CONTENT_ID = re.compile(rb"^content-id:([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_REQUEST = re.compile(rb"POST (\S+) HTTP/[\d.]+\s")
_METHOD = re.compile(r"/comments:(\w+)$")
_NOT_IN_A_HEADER = re.compile(r"[^\x20-\x7e]")


class Call(NamedTuple):
    """The request in a part; `method` is empty if it cannot be read."""

    content_id: str
    method: str
    secret: str
    body: bytes


def answer(content_type: str, body: bytes, origin: str = "") -> tuple[str, bytes]:
    """Answer every call of a batch; returns the content type and the body of the answer.

    Parts are counted before any key is checked, and read in one pass, so that
    reading is cheap.  Raises ApiError if the batch cannot be read.
    """
    calls = [_call(part) for part in _parts(content_type, body)]
    find = _finder({call.secret for call in calls if call.secret})
    boundary = f"batch_{uuid4().hex}"
    written = bytearray()
    for asked in calls:
        written += _written(
            boundary, asked.content_id, _answered(asked, find, origin, len(written))
        )
    written += f"--{boundary}--\r\n".encode()
    return f"multipart/mixed; boundary={boundary}", bytes(written)


def _parts(content_type: str, body: bytes) -> list[bytes]:
    """Return the parts between the boundaries."""
    try:
        kind, parameters = parse_header_parameters(content_type)
    except ValueError:
        kind, parameters = "", {}
    boundary = parameters.get("boundary", "")
    if kind != "multipart/mixed" or not _BOUNDARY.fullmatch(boundary):
        raise invalid("A batch must be multipart/mixed")
    delimiter = b"--" + boundary.encode()
    if body.count(delimiter) > MOST_CALLS + 1:
        raise invalid(f"A batch may hold {MOST_CALLS} calls at most")
    _, *parts = re.split(rb"(?:\A|\r?\n)" + re.escape(delimiter), body)
    end = next((place for place, part in enumerate(parts) if part.startswith(b"--")), len(parts))
    if not end:
        raise invalid("A batch must be multipart/mixed")
    return parts[:end]


def _call(part: bytes) -> Call:
    own, head, body = [*_BLANK_LINE.split(part, 2), b"", b""][:3]
    named = _CONTENT_ID.search(_FOLD.sub(b" ", own[:LONGEST_HEAD]))
    content_id = named[1].decode("latin-1").strip() if named else ""
    content_id = _NOT_IN_A_HEADER.sub("", content_id).removeprefix("<")
    request = _REQUEST.match(head[:LONGEST_HEAD] + b"\n")
    try:
        target = urlsplit(request[1].decode("latin-1") if request else "")
    except ValueError:
        return Call(content_id, "", "", b"")
    method = _METHOD.search(target.path)
    secret = parse_qs(target.query).get("key", [""])[0]
    return Call(content_id, method[1] if method else "", secret, body)


def _finder(secrets: set[str]) -> FindKey:
    """Return a function that finds the keys of a batch with a single query, made when needed."""

    @cache
    def holders() -> dict[str, ApiKey]:
        return api_keys.authenticate_all(secrets)

    return lambda secret: holders().get(secret)


def _answered(asked: Call, find: FindKey, origin: str, written: int) -> Answer:
    if asked.method not in METHODS:
        return refusal(ApiError(HTTPStatus.NOT_FOUND, "NOT_FOUND", "There is no such method."))
    if written > MOST_BYTES_ANSWERED:
        return refusal(
            invalid("The responses of this batch are too large. Send fewer calls per batch.")
        )
    return call(asked.method, asked.secret, asked.body, origin=origin, find=find)


def _written(boundary: str, content_id: str, answer: Answer) -> bytes:
    return "\r\n".join(_lines(boundary, content_id, answer, json.dumps(answer.content))).encode()


def _lines(boundary: str, content_id: str, answer: Answer, content: str) -> Iterator[str]:
    yield f"--{boundary}"
    yield "Content-Type: application/http"
    if content_id:
        yield f"Content-ID: <response-{content_id}"
    yield ""
    yield f"HTTP/1.1 {int(answer.code)} {answer.code.phrase}"
    yield "Content-Type: application/json; charset=UTF-8"
    yield f"Content-Length: {len(content)}"
    yield ""
    yield content
    yield ""
