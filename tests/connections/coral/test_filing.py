"""Comments of Coral are filed here, whatever its events say and when they come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Comment
from moderation.models import Clause, CoralAnswer, CoralEvent, ReviewItem, WebhookEndpoint
from moderation.services.connections import exchange
from moderation.services.connections.coral import client, connecting
from moderation.services.judging import loaders
from tests.connections.coral.here import RUDE, VILE, here, open_cases, when_due

pytestmark = pytest.mark.django_db


def test_comments_are_filed_with_their_status_in_coral_and_a_case_where_the_policy_says_so(coral):
    fine, rude, vile = coral.post("Fine."), coral.post(RUDE), coral.post(VILE)
    assert Comment.objects.count() == 0
    exchange.exchange()
    found = [(here(own).status, open_cases(own)) for own in (fine, rude, vile)]
    assert found == [
        ("published", []),
        ("published", ["needs_review"]),
        ("held", ["needs_review"]),
    ]
    comment = here(rude)
    assert (comment.text, comment.author.name, comment.article.title) == (
        RUDE,
        "Reader-1",
        "A story",
    )
    assert Article.objects.get().source_id == "coral:s1"


def test_what_the_phase_scored_is_not_scored_again(coral):
    coral.post(RUDE)
    classifier = loaders.CLASSIFIERS["written-first"].load(None)
    seen = classifier.texts_seen.count(RUDE)
    exchange.exchange()
    assert (classifier.texts_seen.count(RUDE), CoralAnswer.objects.count()) == (seen, 0)
    assert here(coral.comments.popitem()[1]).findings.get().evidence != []


def test_what_coral_published_stays_visible_until_a_person_decides(coral):
    coral.phase_is_on = False  # it was too slow, and so Coral went on without it
    vile, premoderated = coral.post(VILE), coral.post("Fine.", status="PREMOD")
    exchange.exchange()
    assert (here(vile).status, open_cases(vile)) == ("published", ["needs_review"])
    assert (here(premoderated).status, open_cases(premoderated)) == ("held", ["needs_review"])


def test_an_answer_comes_with_the_comments_that_it_answers_in_any_order(coral):
    coral.phase_is_on = False
    call, coral.call = coral.call, lambda *_: None  # these events are lost
    first = coral.post("One.")
    second = coral.post("Two.", parent=first)
    coral.call = call
    third = coral.post("Three.", parent=second)
    exchange.exchange()
    assert here(third).parent == here(second)
    assert here(second).parent == here(first)


def test_an_edit_is_taken_over_although_coral_does_not_tell_of_it(coral):
    calm, rude = coral.post("Fine."), coral.post(RUDE)
    exchange.exchange()
    coral.edit(calm, VILE)
    coral.edit(rude, "Sorry.")
    when_due()
    exchange.exchange()
    found = [(here(own).text, here(own).status, open_cases(own)) for own in (calm, rude)]
    assert found == [(VILE, "held", ["needs_review"]), ("Sorry.", "published", [])]
    assert CoralAnswer.objects.count() == 0


def test_events_that_come_twice_or_out_of_order_file_once(coral):
    comment = coral.post(VILE)
    event = coral.last_event
    for uid in (event["id"], "again"):
        coral.call("events", event | {"id": uid}, "the events")
    exchange.exchange()
    coral.call("events", event | {"id": "late"}, "the events")
    exchange.exchange()
    assert (Comment.objects.get(), ReviewItem.objects.count()) == (here(comment), 1)
    assert CoralEvent.objects.filter(kind=event["type"], status="done").count() == 3


def test_events_wait_for_a_coral_that_is_down_and_are_given_up_after_days(coral):
    coral.post("Fine.")
    coral.answers = 500
    coral.viewer = None
    exchange.exchange()
    event = CoralEvent.objects.get(kind="COMMENT_CREATED")
    assert (event.status, event.attempts, event.next_at > timezone.now()) == ("waiting", 1, True)
    for _ in range(10):
        when_due()
        exchange.exchange()
    event.refresh_from_db()
    assert event.status == "failed"
    assert event.answer.startswith("Coral's answer is not as documented: viewer: ")


def test_a_comment_that_readers_reported_in_coral_has_a_case(coral):
    remote = coral.post("Fine.")
    exchange.exchange()
    coral.report(remote)
    coral.report(remote)
    exchange.exchange()
    assert open_cases(remote) == ["reported"]


def test_a_removal_by_the_policy_is_the_classifiers_decision(coral):
    Clause.objects.filter(attribute="profanity").update(remove_at=0.95)
    remote = coral.post("[profanity 0.97]")
    coral._tell_of_queue(remote, "UNMODERATED")
    coral.tell()
    exchange.exchange()
    decision = here(remote).decisions.get()
    assert (remote["status"], decision.moderator, decision.clause.quote) == (
        "REJECTED",
        None,
        "profanity",
    )


def test_while_paused_events_wait(coral, connection):
    connecting.pause(connection=connection)
    remote = coral.post(VILE)
    exchange.exchange()
    assert Comment.objects.count() == 0
    connecting.resume(connection=connection)
    exchange.exchange()
    assert here(remote).status == "published"


def test_old_answers_and_events_are_forgotten(coral):
    coral.post("Fine.")
    CoralAnswer.objects.update(answered_at=timezone.now() - timedelta(hours=2))
    exchange.exchange()
    CoralEvent.objects.update(received_at=timezone.now() - timedelta(days=31))
    exchange.forget_old()
    assert (CoralAnswer.objects.count(), CoralEvent.objects.count()) == (0, 0)


def test_every_document_is_one_that_coral_has(coral, connection):
    remote = coral.post("Fine.")
    assert client.viewer(connection).role == "ADMIN"
    assert client.story(connection, "s1").title == "A story"
    assert client.story(connection, "none") is None
    assert client.comment(connection, "none").comment is None
    with pytest.raises(client.CoralError, match=r"comment not found \(COMMENT_NOT_FOUND\)"):
        client.approve(connection, "none", remote["revision"]["id"])
    with pytest.raises(client.CoralError, match="does not exist in 'REJECTION_REASON_CODE'"):
        client.reject(connection, remote["id"], "r", {"code": "RUDE"})


def test_a_coral_that_answers_nothing_for_a_day_is_told_of_as_paused(coral, connection):
    remote, token = coral.post("Fine."), coral.token
    coral.token = "a new one"
    exchange.exchange()
    own = WebhookEndpoint.objects.filter(pk=connection.endpoint_id)
    own.update(failing_since=timezone.now() - timedelta(days=1))
    when_due()
    exchange.exchange()
    assert own.get().status == WebhookEndpoint.Status.PAUSED
    coral.token = token
    connecting.resume(connection=connection)
    exchange.exchange()
    assert (own.get().failing_since, here(remote).status) == (None, "published")
