"""What anybody may send to the API is bounded, and costs little before a key is known."""

import json

import pytest

from moderation.api.perspective import batch, payload
from moderation.api.perspective.calls import MOST_SCORES
from moderation.api.perspective.errors import ApiError
from moderation.models import ApiKey
from moderation.services.clients import api_keys

pytestmark = pytest.mark.django_db

PART = b"Content-Type: application/http\r\nContent-ID: <1>\r\n\r\n"
ANALYZE = {"comment": {"text": "Hm."}, "requestedAttributes": {"TOXICITY": {}}}


def request(secret, asked):
    head = f"POST /v1alpha1/comments:analyze?key={secret} HTTP/1.1\r\n\r\n".encode()
    return PART + head + json.dumps(asked).encode()


@pytest.fixture
def send(client):
    def send(*parts, boundary=b"x"):
        body = b"".join(b"\r\n--" + boundary + b"\r\n" + part for part in parts)
        body += b"\r\n--" + boundary + b"--\r\n"
        return client.post("/batch", body, content_type="multipart/mixed; boundary=x")

    return send


def statuses(response):
    lines = response.content.decode().splitlines()
    return [line.split()[1] for line in lines if line.startswith("HTTP/1.1")]


def test_parts_are_counted_before_they_are_read(send):
    response = send(*[b""] * 100_000)
    assert response.status_code == 400
    message = response.json()["error"]["message"]
    assert message == f"A batch may hold {batch.MOST_CALLS} calls at most"


def test_as_many_calls_as_a_batch_may_hold_are_answered(send):
    assert statuses(send(*[b""] * batch.MOST_CALLS)) == ["404"] * batch.MOST_CALLS


@pytest.mark.parametrize(
    "part",
    [
        PART + b"POST /v1alpha1/comments:analyze?key=1 HTTP/1.1\r\n" + b"a\r\n" * 100_000,
        PART + b"POST " + b"/comments:a" * 20_000,
        PART + b"POST //[/comments:analyze HTTP/1.1\r\n\r\n{}",
        b"Content-Type: multipart/mixed; boundary=y\r\n\r\n" + b"--y\r\n" * 50_000,
        b"\r\n" * 100_000,
        b"\xff" * 100_000,
        b"Content-ID: " + b"<" * 100_000 + b"\r\n\r\n",
    ],
)
def test_a_part_that_is_no_call_is_refused_by_itself(send, secret, part):
    response = send(part, request(secret, ANALYZE))
    assert [status in ("400", "404") for status in statuses(response)] == [True, False]


def test_multiparts_within_multiparts_are_not_followed(send):
    nested = b"".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n".encode()
        for n in range(2_000)
    )
    assert statuses(send(nested)) == ["404"]


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/mixed",
        "multipart/mixed; boundary=",
        "multipart/mixed; boundary=" + "x" * 201,
        "multipart/mixed; " + "a=b; " * 5_000,
        "multipart/form-data; boundary=x",
        "",
    ],
)
def test_a_batch_without_a_boundary_is_refused(client, content_type):
    response = client.post("/batch", b"--x--", content_type=content_type)
    assert response.status_code == 400


def test_wrong_keys_of_a_batch_are_looked_up_together(send, django_assert_num_queries, secret):
    with django_assert_num_queries(1):
        response = send(*[request(f"wrong-{number}", ANALYZE) for number in range(20)])
    assert statuses(response) == ["400"] * 20


def test_a_batch_with_a_right_and_a_revoked_key_answers_the_right_one(send, secret):
    revoked, other = api_keys.issue(name="another paper", calls_per_minute=600)
    api_keys.revoke(key=revoked)
    response = send(request(secret, ANALYZE), request(other, ANALYZE), request("", ANALYZE))
    assert statuses(response) == ["200", "400", "403"]


def test_each_call_of_a_batch_counts_for_its_key(send, secret, monkeypatch):
    monkeypatch.setattr(api_keys, "_minute", lambda: 3)
    ApiKey.objects.update(calls_per_minute=2)
    assert statuses(send(*[request(secret, ANALYZE)] * 3)) == ["200", "200", "429"]


def test_the_answers_of_a_batch_are_bounded_together(send, secret, monkeypatch):
    monkeypatch.setattr(batch, "MOST_BYTES_ANSWERED", 300)
    assert statuses(send(*[request(secret, ANALYZE)] * 3)) == ["200", "400", "400"]


def test_attributes_are_counted(call):
    names = {f"TOXICITY@{number}": {} for number in range(payload.MOST_ATTRIBUTES + 1)}
    status, content = call("analyze", {**ANALYZE, "requestedAttributes": names})
    assert status == 400
    assert content["error"]["message"] == (
        "A call can have at most 50 attributes. Send several calls."
    )
    suggested = {name: {"summaryScore": {"value": 1}} for name in names}
    asked = {"comment": {"text": "Hm."}, "attributeScores": suggested}
    assert call("suggestscore", asked)[0] == 400


def test_attributes_times_sentences_are_bounded_and_the_error_says_what_to_do(call):
    text = "a\n" * 6_000
    few, many = (
        {**ANALYZE, "comment": {"text": text}, "spanAnnotations": True, "requestedAttributes": own}
        for own in ({"TOXICITY": {}}, {f"TOXICITY@{number}": {} for number in range(4)})
    )
    status, content = call("analyze", few)
    assert (status, len(content["attributeScores"]["TOXICITY"]["spanScores"])) == (200, 6_000)
    status, content = call("analyze", many)
    assert status == 400
    assert content["error"]["message"] == (
        f"The response would have more than {MOST_SCORES} sentence scores. Request fewer "
        "attributes, send a shorter text, or omit spanAnnotations."
    )


@pytest.mark.parametrize(
    ("piece", "end"),
    [(r"\"", ""), (r"\"", "\\"), ('"', ""), ("{a", ""), (", ", ""), ("a: ", ""), ("{a:", "")],
)
def test_rubbish_that_was_read_again_and_again_is_read_once(piece, end):
    """Each of these, at this length, would take minutes if every place were a new start."""
    with pytest.raises(ApiError):
        payload.parse(('{a: "' + piece * 500_000 + end).encode())


def test_deep_nesting_is_refused(call):
    for depth in (900, 2_000, 100_000):
        body = b'{"comment": {"text": "Hm."}, "context": ' + b'{"a":' * depth + b"1" + b"}" * depth
        assert call("analyze", body + b"}")[0] == 400
