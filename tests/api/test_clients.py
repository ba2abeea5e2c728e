"""Clients that sites use, as they are published, against the running site."""

import json

import pytest
from googleapiclient import discovery
from googleapiclient.errors import HttpError
from perspective import PerspectiveAPI

pytestmark = pytest.mark.django_db(transaction=True)

RUDE = "You are late. [toxicity 0.9] [personal_attack 0.8]"


@pytest.fixture
def google(live_server, secret):
    """Google's own library, which builds its methods from the discovery document.

    While it is open, its connection keeps a thread of the server, and that one of the database.
    """
    with discovery.build(
        "commentanalyzer",
        "v1alpha1",
        developerKey=secret,
        discoveryServiceUrl=f"{live_server.url}/$discovery/rest?version=v1alpha1",
        static_discovery=False,
    ) as service:
        yield service


def asked(text, *names):
    return {"comment": {"text": text}, "requestedAttributes": {name: {} for name in names}}


def test_googles_library_analyzes(google):
    answer = google.comments().analyze(body=asked(RUDE, "TOXICITY", "INSULT")).execute()
    values = {
        name: score["summaryScore"]["value"] for name, score in answer["attributeScores"].items()
    }
    assert values == {"TOXICITY": 0.9, "INSULT": 0.8}


def test_googles_library_suggests(google):
    body = {
        "comment": {"text": RUDE},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1.0}}},
        "clientToken": "7",
    }
    assert google.comments().suggestscore(body=body).execute()["clientToken"] == "7"


def test_googles_library_reads_what_is_wrong(google):
    with pytest.raises(HttpError) as refused:
        google.comments().analyze(body=asked("", "TOXICITY")).execute()
    assert refused.value.status_code == 400
    assert refused.value.reason == "Comment must be non-empty."
    assert refused.value.error_details[0]["errorType"] == "COMMENT_EMPTY"


def test_googles_library_sends_many_calls_at_once(google):
    answers = {}
    batch = google.new_batch_http_request(
        callback=lambda name, answer, error: answers.update({name: answer or error})
    )
    texts = {"rude": RUDE, "calm": "Fine — really 🙂.", "empty": ""}
    for name, text in texts.items():
        batch.add(google.comments().analyze(body=asked(text, "TOXICITY")), request_id=name)
    batch.execute()
    values = {
        name: answers[name]["attributeScores"]["TOXICITY"]["summaryScore"]["value"]
        for name in ("rude", "calm")
    }
    assert values == {"rude": 0.9, "calm": 0.01}
    assert answers["empty"].status_code == 400


def test_the_client_perspective_scores(live_server, secret):
    client = PerspectiveAPI(secret)
    client.api_client.url = f"{live_server.url}/v1alpha1/{{endpoint}}"
    assert client.score(RUDE) == {"TOXICITY": 0.9}


def test_a_batch_that_is_none_is_refused(client):
    response = client.post("/batch", b"{}", content_type="application/json")
    assert (response.status_code, response.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_a_part_without_a_method_or_a_key_is_refused_by_itself(client):
    part = b"Content-Type: application/http\r\nContent-ID: <a b + 1>\r\n\r\n"
    body = b"\r\n".join(
        [
            b"--x",
            part + b"POST /v1alpha1/comments:delete?key=1 HTTP/1.1\r\n\r\n{}",
            b"--x",
            part + b"POST /v1alpha1/comments:analyze HTTP/1.1\r\n\r\n{}",
            b"--x",
            part,
            b"--x--",
            b"",
        ]
    )
    response = client.post("/batch", body, content_type="multipart/mixed; boundary=x")
    text = response.content.decode()
    assert response.status_code == 200
    assert [line for line in text.splitlines() if line.startswith("HTTP/1.1")] == [
        "HTTP/1.1 404 Not Found",
        "HTTP/1.1 403 Forbidden",
        "HTTP/1.1 404 Not Found",
    ]
    assert text.count("Content-ID: <response-a b + 1>") == 3
    answers = [line for line in text.splitlines() if line.startswith("{")]
    assert [json.loads(answer)["error"]["status"] for answer in answers] == [
        "NOT_FOUND",
        "PERMISSION_DENIED",
        "NOT_FOUND",
    ]


def test_a_batch_larger_than_a_request_may_be_is_refused_in_words(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = client.post("/batch", b"-" * 101, content_type="multipart/mixed; boundary=x")
    assert (response.status_code, response.json()["error"]["message"]) == (
        400,
        "The request is too large. Send fewer texts at once.",
    )
