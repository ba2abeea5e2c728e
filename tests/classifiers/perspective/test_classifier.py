"""What is made of the answers of a service; over real connections: tests of scoring_service."""

import json

import pytest

from moderation.classifiers.base import Attribute, NotScored, ReleaseError
from moderation.classifiers.perspective import (
    NAMES,
    PerspectiveClassifier,
    Reply,
    Unanswered,
    classifier,
    pauses,
)

FIVE = dict(zip(NAMES.values(), (0.1, 0.2, 0.3, 0.4, 0.5), strict=True))
SCORES = dict(zip(Attribute, FIVE.values(), strict=True))


def answer(**changed):
    """The service's answer with all attributes, some of them changed."""
    given = {name: {"summaryScore": {"value": own}} for name, own in FIVE.items()}
    return Reply(200, json.dumps({"attributeScores": given | changed}).encode())


def value(own):
    return {"summaryScore": {"value": own, "type": "PROBABILITY"}}


class Service:
    """Gives its replies one after the other, the last one for ever, and keeps what was asked."""

    def __init__(self, *replies):
        self.replies = list(replies)
        self.asked = []

    def __call__(self, body):
        self.asked.append(json.loads(body))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        return reply


def asking(service, languages=("en",)):
    return PerspectiveClassifier(
        service, name="theirs", address="https://scores.example", languages=languages, at_once=1
    )


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch):
    monkeypatch.setattr(pauses, "SHORTEST", 0.001)


def test_a_text_is_sent_for_all_attributes_and_not_to_be_kept():
    service = Service(answer())
    assert asking(service).score(["You are late."]) == [SCORES]
    assert service.asked == [
        {
            "comment": {"text": "You are late.", "type": "PLAIN_TEXT"},
            "requestedAttributes": {name: {} for name in NAMES.values()},
            "doNotStore": True,
            "languages": ["en"],
        }
    ]


def test_with_several_languages_the_service_finds_out_which_one_it_is():
    service = Service(answer())
    asking(service, ("en", "de")).score(["Zu spät."])
    assert "languages" not in service.asked[0]


def test_a_blank_text_says_nothing_and_is_not_sent():
    service = Service(answer())
    assert asking(service).score([" \n"]) == [dict.fromkeys(Attribute, 0.0)]
    assert service.asked == []


WRONG = {
    "the answer is no JSON": Reply(200, b"<html>welcome</html>"),
    "the answer lacks PROFANITY": Reply(200, b"[]"),
    "the answer lacks THREAT": answer(THREAT={"spanScores": []}),
    "TOXICITY is no number between 0 and 1": answer(TOXICITY=value(float("nan"))),
    "INSULT is no number between 0 and 1": answer(INSULT=value(1.01)),
    "IDENTITY_ATTACK is no number between 0 and 1": answer(IDENTITY_ATTACK=value("0.5")),
    "PROFANITY is no number between 0 and 1": answer(PROFANITY=value(True)),
    "TOXICITY is no PROBABILITY": answer(TOXICITY={"summaryScore": {"value": 0, "type": "RAW"}}),
    "HTTP 400, INVALID_ARGUMENT, COMMENT_TOO_LONG": Reply(
        400,
        b'{"error": {"status": "INVALID_ARGUMENT", "message": "quotes",'
        b' "details": [{"errorType": "COMMENT_TOO_LONG"}]}}',
    ),
    "HTTP 413": Reply(413, b"["),
}


def test_a_wrong_answer_is_no_score_of_that_text_and_the_others_are_scored():
    for reason, wrong in WRONG.items():
        with pytest.raises(NotScored) as raised:
            asking(Service(answer(), wrong, answer())).score(["one", "two", "three"])
        assert str(raised.value) == f"theirs gave no scores: {reason}"
        assert raised.value.scores == [SCORES, None, SCORES]


FAILURES = {
    "TimeoutError: timed out": Unanswered("TimeoutError: timed out"),
    "HTTP 302": Reply(302, b""),
    "HTTP 403, PERMISSION_DENIED": Reply(403, b'{"error": {"status": "PERMISSION_DENIED"}}'),
    "HTTP 400": Reply(400, b'{"error": {"details": [{"reason": "API_KEY_INVALID"}]}}'),
    "HTTP 429": Reply(429, b""),
    "HTTP 500": Reply(500, b"oops"),
}


def test_a_service_that_fails_is_left_alone_for_a_while(monkeypatch):
    monkeypatch.setattr(pauses, "SHORTEST", 60)
    for reason, failure in FAILURES.items():
        service = Service(failure)
        asked = asking(service)
        for _ in range(2):
            with pytest.raises(NotScored, match=reason):
                asked.score(["one", "two"])
        assert len(service.asked) == 1


def test_it_is_left_alone_as_long_as_it_asks_to_be():
    service = Service(Reply(503, b"", retry_after=60), answer())
    asked = asking(service)
    for _ in range(2):
        with pytest.raises(NotScored):
            asked.score(["one"])
    assert len(service.asked) == 1


def test_a_run_waits_for_a_service_that_comes_back():
    service = Service(Reply(429, b""), Unanswered("refused"), answer())
    assert asking(service).score_in_bulk(["one", "two"]) == [SCORES, SCORES]


def test_a_run_ends_where_the_service_stays_away(monkeypatch):
    monkeypatch.setattr(classifier, "PATIENCE", 0.01)
    with pytest.raises(ReleaseError, match=r"gives no scores: HTTP 500\. Check the service"):
        asking(Service(Reply(500, b""))).score_in_bulk(["one"])


def test_a_run_ends_where_the_service_scores_nothing():
    with pytest.raises(ReleaseError, match="the answer is no JSON"):
        asking(Service(Reply(200, b"welcome"))).score_in_bulk(["one", "two"])


def test_another_name_or_address_is_another_release():
    digests = {
        PerspectiveClassifier(
            Service(), name=name, address=address, languages=["en"], at_once=1
        ).digest
        for name in ("first", "second")
        for address in ("https://one.example", "https://two.example")
    }
    assert len(digests) == 4
