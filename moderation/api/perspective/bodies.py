"""Reads bodies as clients in the field send them: plain, gzipped, or in chunks."""

import zlib

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from moderation.api.perspective.errors import ApiError, invalid

# zlib's window bits for gzip.
GZIP = 16 + zlib.MAX_WBITS


def read(request: HttpRequest) -> bytes:
    """The body, decompressed.  Raises ApiError if it is too large or cannot be read."""
    sent = _chunks(request) if _is_chunked(request) else _whole(request)
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        return sent
    if encoding in ("gzip", "x-gzip"):
        return _decompressed(sent)
    raise invalid(f"Content-Encoding {encoding} is not supported. Send gzip, or none.")


def _whole(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise _too_large() from None


def _is_chunked(request: HttpRequest) -> bool:
    """Whether the server passes on a body without a length, and says where it ends.

    Django takes such a body for empty.
    """
    sent = request.META.get("HTTP_TRANSFER_ENCODING", "").strip().lower()
    return sent == "chunked" and bool(request.META.get("wsgi.input_terminated"))


def _chunks(request: HttpRequest) -> bytes:
    body: bytes = request.META["wsgi.input"].read(_most() + 1)
    if len(body) > _most():
        raise _too_large()
    return body


def _decompressed(sent: bytes) -> bytes:
    reader = zlib.decompressobj(GZIP)
    try:
        body = reader.decompress(sent, _most() + 1)
    except zlib.error:
        raise invalid("The body cannot be decompressed as gzip.") from None
    if len(body) > _most():
        raise _too_large()
    if not reader.eof:
        raise invalid("The body cannot be decompressed as gzip: its end is missing.")
    return body


def _most() -> int:
    most: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return most


def _too_large() -> ApiError:
    return invalid("The request is too large. Send fewer texts at once.")
