"""Bodies as clients in the field send them."""

import gzip
import json
import zlib
from io import BytesIO

import pytest
from django.conf import settings

ASKED = json.dumps(
    {"comment": {"text": "You. [toxicity 0.9]"}, "requestedAttributes": {"TOXICITY": {}}}
).encode()


@pytest.fixture
def send(client, secret):
    """Send a body as it is; the answer's status, and the score or the error's message."""

    def send(body, **extra):
        address = f"/v1alpha1/comments:analyze?key={secret}"
        response = client.generic("POST", address, body, "application/json", **extra)
        content = response.json()
        if "error" in content:
            return response.status_code, content["error"]["message"]
        return response.status_code, content["attributeScores"]["TOXICITY"]["summaryScore"]["value"]

    return send


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", " GZIP"])
def test_a_gzipped_body_is_read(send, encoding):
    assert send(gzip.compress(ASKED), HTTP_CONTENT_ENCODING=encoding) == (200, 0.9)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (ASKED, "The body cannot be decompressed as gzip."),
        (zlib.compress(ASKED), "The body cannot be decompressed as gzip."),
        (gzip.compress(ASKED)[:-9], "The body cannot be decompressed as gzip: its end is missing."),
        (
            gzip.compress(b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)),
            "The request is too large. Send fewer texts at once.",
        ),
    ],
    ids=["plain", "zlib", "cut", "large"],
)
def test_a_body_that_is_not_what_it_says_is_refused(send, body, message):
    assert send(body, HTTP_CONTENT_ENCODING="gzip") == (400, message)


def test_another_encoding_is_refused(send):
    assert send(ASKED, HTTP_CONTENT_ENCODING="br") == (
        400,
        "Content-Encoding br is not supported. Send gzip, or none.",
    )


def in_chunks(body):
    """What a server passes on of a body that came in chunks."""
    return {
        "HTTP_TRANSFER_ENCODING": "chunked",
        "CONTENT_LENGTH": "",
        "wsgi.input_terminated": True,
        "wsgi.input": BytesIO(body),
    }


def test_a_body_in_chunks_is_read(send):
    assert send(b"", **in_chunks(ASKED)) == (200, 0.9)


def test_a_body_in_chunks_that_is_too_large_is_refused(send):
    body = b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert send(b"", **in_chunks(body)) == (
        400,
        "The request is too large. Send fewer texts at once.",
    )


def test_an_empty_body_is_an_empty_comment(send):
    assert send(b"") == (400, "Comment must be non-empty.")


@pytest.mark.parametrize("path", ["/v1alpha1/comments:translate", "/v1alpha1/x/y"])
def test_an_address_that_there_is_not_is_answered_as_google_does(client, path):
    response = client.post(path)
    assert (response.status_code, response.json()["error"]["status"]) == (404, "NOT_FOUND")
