"""The desk's log of webhooks, and sending once more."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from moderation.models import Delivery, Event, WebhookEndpoint
from moderation.services.clients.webhooks import endpoints, log
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_user(is_superuser=True))
    return client


@pytest.fixture
def endpoint():
    return endpoints.create(name="the app", url="https://paper.example/hook")


def delivery(endpoint, kind="comment.held", **fields):
    event = Event.objects.create(kind=kind, comment=make_comment(), distributed_at=timezone.now())
    return Delivery.objects.create(event=event, endpoint=endpoint, **fields)


def page(desk, **asked):
    response = desk.get(reverse("desk:webhooks"), asked)
    return response, " ".join(response.content.decode().split())


def test_the_log_shows_events_attempts_and_answers_the_newest_first(desk, endpoint):
    first = delivery(endpoint, status="delivered", attempts=1, answered_at=timezone.now())
    last = delivery(
        endpoint, attempts=3, answered_at=timezone.now(), answer_status=502, answer="<b>Bad</b>"
    )
    response, text = page(desk)
    assert list(response.context["deliveries"]) == [last, first]
    assert "502" in text
    assert "&lt;b&gt;Bad&lt;/b&gt;" in text
    assert "1 event waits" in text


def test_it_is_narrowed_by_endpoint_event_and_status(desk, endpoint):
    other = endpoints.create(name="the mail", url="https://mail.example/hook")
    wanted = delivery(endpoint, "comment.removed", status="failed")
    for elsewhere in ((other, "comment.removed", "failed"), (endpoint, "comment.held", "failed")):
        delivery(*elsewhere[:2], status=elsewhere[2])
    delivery(endpoint, "comment.removed", status="delivered")
    response, _ = page(desk, endpoint=endpoint.pk, kind="comment.removed", status="failed")
    assert list(response.context["deliveries"]) == [wanted]


def test_a_page_leads_on_to_earlier_deliveries(desk, endpoint, monkeypatch):
    monkeypatch.setattr(log, "PAGE", 2)
    made = [delivery(endpoint) for _ in range(3)]
    first, _ = page(desk)
    assert list(first.context["deliveries"]) == [made[2], made[1]]
    second = desk.get(f"{reverse('desk:webhooks')}?{first.context['earlier']}")
    assert list(second.context["deliveries"]) == [made[0]]
    assert second.context["earlier"] == ""


def test_a_paused_endpoint_is_named_and_resumed_by_a_button(desk, endpoint):
    waiting = delivery(endpoint, next_at=timezone.now() + timedelta(days=1))
    WebhookEndpoint.objects.update(status="paused", failing_since=timezone.now())
    assert "Paused: it has taken nothing since" in page(desk)[1]
    desk.post(reverse("desk:resume_webhook", args=[endpoint.pk]))
    waiting.refresh_from_db()
    assert WebhookEndpoint.objects.get().status == "active"
    assert waiting.next_at <= timezone.now()


def test_one_delivery_is_sent_again(desk, endpoint):
    given_up = delivery(endpoint, status="failed", attempts=10)
    desk.post(reverse("desk:send_again", args=[given_up.pk]))
    given_up.refresh_from_db()
    assert (given_up.status, given_up.attempts) == ("waiting", 0)


def test_the_events_of_a_time_are_sent_again(desk, endpoint):
    old, new = (delivery(endpoint, status="delivered") for _ in range(2))
    Event.objects.filter(pk=old.event_id).update(occurred_at=timezone.now() - timedelta(days=3))
    since = timezone.localtime(timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    form = {"endpoint": endpoint.pk, "since": since}
    landed = desk.post(reverse("desk:send_range"), form, follow=True)
    assert "1 event is sent to the app." in landed.content.decode()
    assert list(Delivery.objects.waiting()) == [new]


def test_a_time_that_cannot_be_read_sends_nothing(desk, endpoint):
    delivery(endpoint, status="delivered")
    form = {"endpoint": endpoint.pk, "since": "yesterday"}
    landed = desk.post(reverse("desk:send_range"), form, follow=True)
    assert "Events since: Enter a valid date/time." in landed.content.decode()
    assert not Delivery.objects.waiting().exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number(
    desk, endpoint, number, django_assert_max_num_queries
):
    for _ in range(number):
        delivery(endpoint)
    page(desk)
    with django_assert_max_num_queries(14):
        page(desk)
