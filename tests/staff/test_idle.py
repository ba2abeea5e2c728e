"""Sessions at the desk that nobody uses, and what was typed when one had ended."""

import re
import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from django.test import Client
from django.urls import reverse

from moderation.models import Decision
from moderation.services.decisions.concurrency import version_token_of
from staff.models import AuditEntry
from tests.factories import make_comment, make_moderator, make_review_item
from tests.staff.sign_in import PASSWORD, code, give_app, is_in, log_in

pytestmark = pytest.mark.django_db
DESK = "/desk/"
UNSENT = "/accounts/unsent/"
NOTE = "This reader was warned before."


@pytest.fixture
def vera(client, settings):
    settings.DESK_IDLE_MINUTES = 30
    vera = make_moderator(username="vera", password=PASSWORD)
    log_in(client, vera)
    client.get(DESK)
    return vera


def wait(client, minutes):
    """As if the last act and the last proof were so much older."""
    session = client.session
    session["last_active"] -= minutes * 60
    session[RECORDS] = [{**each, "at": each["at"] - minutes * 60} for each in session[RECORDS]]
    session.save()


def decide(client, comment, **more):
    card = f"http://testserver/desk/comments/{comment.pk}/"
    given = {"action": "approve", "note": NOTE, "version_token": version_token_of(comment)}
    address = reverse("desk:decide", args=[comment.pk])
    return client.post(address, given | more, headers={"Referer": card})


@pytest.fixture
def comment():
    return make_review_item(make_comment()).comment


def test_a_session_ends_after_the_minutes_and_not_before(client, vera):
    wait(client, 29)
    assert client.get(DESK).status_code == 200
    wait(client, 31)
    assert client.get(DESK).url == "/accounts/login/?next=/desk/"
    assert not is_in(client)
    entry = AuditEntry.objects.first()
    assert (entry.kind, entry.account, entry.detail) == ("ended", "vera", "idle")


def test_what_a_page_asks_by_itself_is_no_act_and_leads_nowhere(client, vera):
    news = reverse("desk:news", args=["needs-review"])
    for _ in range(3):
        wait(client, 14)
        last = client.get(news)
    assert (last.status_code, is_in(client)) == (204, False)
    assert client.get(reverse("desk:break")).status_code == 204
    assert client.get(DESK).status_code == 302


def test_what_was_typed_comes_back_after_the_log_in_and_is_sent_on_a_click(client, vera, comment):
    wait(client, 31)
    assert decide(client, comment).url.startswith("/accounts/login/")
    assert Decision.objects.count() == 0
    assert log_in(client, vera, next=DESK).url == UNSENT
    page = client.get(UNSENT).content.decode()
    assert f">{NOTE}</textarea>" in page
    assert f'href="/desk/comments/{comment.pk}/"' in page
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    sent = client.post(UNSENT, fields | {"note": NOTE + " Twice."})
    assert sent.status_code == 302
    assert Decision.objects.get().note == NOTE + " Twice."
    assert client.get(UNSENT).url == DESK


def test_an_htmx_request_and_a_second_factor_in_between_lose_nothing(client, vera, comment):
    give_app(vera)
    wait(client, 31)
    client.get(reverse("desk:news", args=["needs-review"]))  # the tab stayed open
    address = reverse("desk:decide", args=[comment.pk])
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/"}
    answer = client.post(address, {"action": "approve", "note": NOTE}, headers=headers)
    assert answer["HX-Redirect"] == "/accounts/login/?next=/desk/"
    log_in(client, vera, next=DESK)
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).url == UNSENT
    assert NOTE in client.get(UNSENT).content.decode()


def test_nobody_else_gets_what_was_typed(client, vera, comment):
    wait(client, 31)
    decide(client, comment)
    other = make_moderator(username="other", password=PASSWORD)
    assert log_in(client, other, next=DESK).url == DESK
    assert client.get(UNSENT).url == DESK


def test_strangers_have_nothing_kept(comment):
    stranger = Client()
    decide(stranger, comment)
    assert "kept_request" not in stranger.session


def test_an_act_is_noted_once_a_minute_at_the_cost_of_one_query(
    client, vera, django_assert_max_num_queries, django_assert_num_queries, settings
):
    client.get(DESK)
    with django_assert_max_num_queries(100) as limited:
        client.get(DESK)
    settings.DESK_IDLE_MINUTES = 0
    with django_assert_num_queries(len(limited)):
        client.get(DESK)
    session = client.session
    assert time.time() - session["last_active"] < 60
