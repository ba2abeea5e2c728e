"""Many calls in one request, as Google's client libraries send them: multipart/mixed of HTTP."""

import json
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qs
from uuid import uuid4

from moderation.api.perspective.calls import METHODS, Answer, call, refusal
from moderation.api.perspective.errors import ApiError, invalid

MOST_CALLS = 1000
_CALL = re.compile(
    rb"POST \S*/comments:(\w+)(?:\?(\S*))? HTTP/[\d.]+\r?\n(?:[^\r\n]+\r?\n)*\r?\n((?s:.*))"
)
"""A request in a part: its line with method and query, its headers, and its body."""
_NOT_IN_A_HEADER = re.compile(r"[^\x20-\x7e]")


class Part(NamedTuple):
    content_id: str
    answer: Answer


def answer(content_type: str, body: bytes) -> tuple[str, bytes]:
    """Answer every call of a batch; returns the content type and the body of the answer.

    Raises ApiError where the whole cannot be read.
    """
    whole = message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    parts = whole.get_payload()
    if not whole.is_multipart() or not isinstance(parts, list):
        raise invalid("A batch must be multipart/mixed")
    if len(parts) > MOST_CALLS:
        raise invalid(f"A batch may hold {MOST_CALLS} calls at most")
    boundary = f"batch_{uuid4().hex}"
    written = b"".join(_written(boundary, _answered(part)) for part in parts)  # type: ignore[arg-type]
    return f"multipart/mixed; boundary={boundary}", written + f"--{boundary}--\r\n".encode()


def _answered(part: Message) -> Part:
    content_id = _NOT_IN_A_HEADER.sub("", str(part.get("Content-ID", ""))).removeprefix("<")
    try:
        return Part(content_id, call(*_call(part)))
    except ApiError as error:
        return Part(content_id, refusal(error))


def _call(part: Message) -> tuple[str, str, bytes]:
    """The method, the key and the body of a call that stands in a part."""
    payload = part.get_payload(decode=True)
    found = _CALL.match(payload) if isinstance(payload, bytes) else None
    if found is None or (method := found[1].decode()) not in METHODS:
        raise ApiError(HTTPStatus.NOT_FOUND, "NOT_FOUND", "There is no such method.")
    query = (found[2] or b"").decode("latin-1")
    return method, parse_qs(query).get("key", [""])[0], found[3]


def _written(boundary: str, part: Part) -> bytes:
    content = json.dumps(part.answer.content)
    return "\r\n".join(_lines(boundary, part, content)).encode()


def _lines(boundary: str, part: Part, content: str) -> Iterator[str]:
    yield f"--{boundary}"
    yield "Content-Type: application/http"
    if part.content_id:
        yield f"Content-ID: <response-{part.content_id}"
    yield ""
    yield f"HTTP/1.1 {int(part.answer.code)} {part.answer.code.phrase}"
    yield "Content-Type: application/json; charset=UTF-8"
    yield f"Content-Length: {len(content)}"
    yield ""
    yield content
    yield ""
