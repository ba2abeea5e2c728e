"""Events arrive, whatever the receiver does."""

import json
from datetime import timedelta
from email.utils import format_datetime
from functools import partial

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook

from moderation.models import Delivery, Event, EventKind, WebhookEndpoint
from moderation.services.clients.webhooks import (
    attempting,
    delivering,
    endpoints,
    retrying,
    sending,
)
from moderation.services.events import distributing, recording
from moderation.services.events.recording import Happening
from tests.factories import make_article, make_author, make_comment, make_staff

pytestmark = pytest.mark.django_db

Status = Delivery.Status


@pytest.fixture
def endpoint(receiver):
    return endpoints.create(name="the app", url=receiver.url)


def happen(kind=EventKind.COMMENT_HELD, comment=None, **data):
    with transaction.atomic():
        recording.record([Happening(kind, comment and comment.pk, data)])


def fails(handler):
    handler.send_response(500)


def when_due():
    """Let the time of every next attempt come."""
    Delivery.objects.waiting().update(next_at=timezone.now())


def test_an_event_is_signed_and_says_what_happened(receiver, endpoint):
    article = make_article(external_id="7")
    comment = make_comment("Secret.", article=article, author=make_author(external_id="r1"))
    happen(comment=comment, status="held")
    assert delivering.deliver_due() == 1
    ((headers, body),) = receiver.received
    event = Event.objects.get()
    assert Webhook(endpoint.secret).verify(body, headers) == json.loads(body)
    assert headers["webhook-id"] == f"evt_{event.uid.hex}"
    assert json.loads(body) == {
        "type": "comment.held",
        "timestamp": event.occurred_at.isoformat(),
        "data": {
            "comment": comment.pk,
            "comment_url": f"https://comments.example.org/comments/{comment.pk}/",
            "article": article.pk,
            "article_external_id": "7",
            "author": comment.author_id,
            "author_external_id": "r1",
            "status": "held",
            "sequence": event.pk,
        },
    }


def test_the_text_is_sent_only_where_it_is_asked_for(receiver):
    endpoints.create(name="the app", url=receiver.url, content="text")
    happen(comment=make_comment("Grüße.", author=make_author(name="Ada")))
    delivering.deliver_due()
    data = json.loads(receiver.bodies[0])["data"]
    assert (data["text"], data["name"]) == ("Grüße.", "Ada")


def test_an_endpoint_gets_the_events_that_it_wants(receiver):
    endpoints.create(name="all", url=receiver.url)
    endpoints.create(name="runs", url=receiver.url, kinds=[EventKind.RUN_FINISHED])
    happen(EventKind.POLICY_PUBLISHED)
    happen(EventKind.RUN_FINISHED)
    delivering.deliver_due()
    sent = Delivery.objects.order_by("pk").values_list("endpoint__name", "event__kind")
    assert list(sent) == [
        ("all", "policy.published"),
        ("all", "run.finished"),
        ("runs", "run.finished"),
    ]


def test_what_fails_is_tried_again_under_the_same_id(receiver, endpoint):
    receiver.answer = fails
    happen()
    assert delivering.deliver_due() == 0
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.attempts, delivery.answer_status) == ("waiting", 1, 500)
    assert delivery.next_at > timezone.now()
    receiver.answer = lambda handler: handler.send_response(200)
    when_due()
    assert delivering.deliver_due() == 1
    ids = [headers["webhook-id"] for headers, _ in receiver.received]
    assert (len(ids), len(set(ids)), Delivery.objects.get().status) == (2, 1, "delivered")


def test_a_receiver_that_asks_for_a_pause_gets_it(receiver, endpoint):
    def is_busy_for(asked, handler):
        handler.send_response(429)
        handler.send_header("Retry-After", asked)

    in_two_hours = format_datetime(timezone.now() + timedelta(hours=2), usegmt=True)
    happen()
    happen()
    for asked in ("7200", in_two_hours):
        receiver.answer = partial(is_busy_for, asked)
        when_due()
        delivering.deliver_due()
        waits = [own.next_at - timezone.now() for own in Delivery.objects.waiting()]
        assert [timedelta(hours=1.9) < own <= timedelta(hours=2) for own in waits] == [True, True]
    assert len(receiver.received) == 2


@pytest.mark.parametrize("given", ["", "soon", "-5", "9" * 400, "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_a_pause_that_cannot_be_kept_is_none_or_a_day(given):
    pause = sending.Answer(429, "", {"retry-after": given}).retry_after
    assert pause == (timedelta(days=1) if given.isdigit() else timedelta())


def test_attempts_are_spread_over_about_three_days():
    assert timedelta(days=2.5) < sum(retrying.WAITS, timedelta()) < timedelta(days=3.5)


def test_what_never_arrives_is_given_up_and_kept_in_the_log(receiver, endpoint):
    receiver.answer = fails
    happen()
    for _ in range(len(retrying.WAITS) + 1):
        when_due()
        delivering.deliver_due()
    assert Delivery.objects.get().status == Status.FAILED
    when_due()
    assert (delivering.deliver_due(), len(receiver.received)) == (0, len(retrying.WAITS) + 1)


def test_an_endpoint_that_is_down_costs_one_attempt_and_not_one_for_each_event(receiver, endpoint):
    receiver.answer = fails
    for _ in range(5):
        happen()
    delivering.deliver_due()
    assert len(receiver.received) == 1
    receiver.answer = lambda handler: handler.send_response(200)
    when_due()
    assert delivering.deliver_due() == 5


def test_an_endpoint_that_fails_for_a_day_is_paused_and_its_keepers_are_told(
    receiver, endpoint, django_capture_on_commit_callbacks
):
    keeper = make_staff("change_webhookendpoint")
    keeper.email = "keeper@example.org"
    keeper.save()
    receiver.answer = fails
    happen()
    delivering.deliver_due()
    WebhookEndpoint.objects.update(failing_since=timezone.now() - timedelta(days=1))
    when_due()
    with django_capture_on_commit_callbacks(execute=True):
        delivering.deliver_due()
    assert WebhookEndpoint.objects.get().status == WebhookEndpoint.Status.PAUSED
    (message,) = mail.outbox
    assert (message.bcc, message.subject) == (
        ["keeper@example.org"],
        "Comity: the webhook “the app” is paused",
    )


def test_a_paused_endpoint_gets_what_waited_once_it_is_resumed(receiver, endpoint):
    WebhookEndpoint.objects.update(status=WebhookEndpoint.Status.PAUSED)
    happen()
    assert (delivering.deliver_due(), Delivery.objects.waiting().count()) == (0, 1)
    endpoints.resume(endpoint=endpoint)
    assert delivering.deliver_due() == 1


def test_an_endpoint_that_is_switched_off_gets_nothing(receiver, endpoint):
    WebhookEndpoint.objects.update(status=WebhookEndpoint.Status.OFF)
    happen()
    assert (delivering.deliver_due(), Delivery.objects.count()) == (0, 0)


def test_one_delivery_is_sent_again_on_request(receiver, endpoint):
    happen()
    delivering.deliver_due()
    endpoints.replay(deliveries=Delivery.objects.all())
    assert (delivering.deliver_due(), len(receiver.received)) == (1, 2)


def test_a_time_is_sent_again_to_an_endpoint_that_did_not_exist_then(receiver):
    moment = timezone.now()
    happen()
    distributing.distribute()
    endpoint = endpoints.create(name="late", url=receiver.url)
    until = timezone.now() + timedelta(seconds=1)
    assert endpoints.replay_between(endpoint=endpoint, since=moment, until=until) == 1
    assert delivering.deliver_due() == 1


class Killed(BaseException):
    """A process dies here."""


STEPS = [
    (distributing, "distribute"),
    (attempting, "_lease"),
    (sending, "post"),
    (attempting, "_succeed"),
]


@pytest.mark.parametrize("place", STEPS, ids=[name for _, name in STEPS])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_deliverer_that_is_killed_loses_nothing(receiver, endpoint, monkeypatch, place, moment):
    module, step = place
    done = getattr(module, step)

    def killed(*args, **kwargs):
        if moment == "after":
            done(*args, **kwargs)
        raise Killed

    happen()
    with monkeypatch.context() as patched:
        patched.setattr(module, step, killed)
        with pytest.raises(Killed):
            delivering.deliver_due()
    when_due()
    delivering.deliver_due()
    assert Delivery.objects.get().status == Status.DELIVERED
    assert {headers["webhook-id"] for headers, _ in receiver.received} == {
        f"evt_{Event.objects.get().uid.hex}"
    }


def test_old_events_are_forgotten_unless_they_wait(receiver, endpoint):
    happen()
    delivering.deliver_due()
    receiver.answer = fails
    happen()
    delivering.deliver_due()
    happen()
    Event.objects.update(occurred_at=timezone.now() - timedelta(days=31))
    assert (distributing.forget_old(), Event.objects.count()) == (1, 2)
