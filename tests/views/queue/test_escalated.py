"""What the card of an escalated case says, and to whom it gives buttons."""

import pytest
from django.urls import reverse

from moderation.models import Decision
from moderation.services.decisions import cases
from moderation.services.decisions.concurrency import version_token_of
from tests.factories import make_moderator, make_senior
from tests.views.queue.cards import waiting_case

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def comment():
    comment = waiting_case("There.", 0.8).comment
    cases.escalate(
        comment=comment,
        moderator=make_moderator(username="anna"),
        version_token=version_token_of(comment),
        note="A threat <b>or</b> a quote?",
    )
    return comment


def _pages(client, comment):
    queue = reverse("desk:queue", args=["escalated"])
    for address in (queue, reverse("desk:card", args=[comment.pk])):
        yield " ".join(client.get(address).content.decode().split())


def test_a_card_says_who_escalated_and_why(client, comment):
    client.force_login(make_senior())
    for page in _pages(client, comment):
        assert "Escalated by <strong>anna</strong>" in page
        assert "A threat &lt;b&gt;or&lt;/b&gt; a quote?" in page
        assert 'value="approve"' in page
        assert "Waits with a senior moderator." not in page


def test_others_see_that_it_waits_with_a_senior_and_get_no_buttons(client, comment):
    client.force_login(make_moderator())
    for page in _pages(client, comment):
        assert "Escalated by <strong>anna</strong>" in page
        assert "Waits with a senior moderator." in page
        assert 'name="action" value="approve"' not in page
        assert 'name="action" value="feature"' not in page
        assert "Remove words" not in page
        assert "Approve: published." not in page
        assert reverse("desk:defer", args=[comment.pk]) not in page


@pytest.mark.parametrize("verb", ["decide", "defer", "escalate"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_who_may_not_decide_an_escalated_case_is_told_why(client, comment, verb, headers):
    client.force_login(make_moderator())
    form = {"action": "approve", "version_token": version_token_of(comment)}
    response = client.post(reverse(f"desk:{verb}", args=[comment.pk]), form, **headers)
    assert response.status_code == 409
    assert "a senior moderator must decide it" in response.content.decode()
    assert Decision.objects.count() == 1


def test_escalating_asks_for_a_note_of_one_line(client):
    comment = waiting_case("Here.", 0.8).comment
    client.force_login(make_moderator())
    page = client.get(reverse("desk:queue")).content.decode()
    assert f'id="escalation-{comment.pk}" name="escalation_note"' in page
    form = {"version_token": version_token_of(comment), "escalation_note": " Is it a threat? "}
    client.post(reverse("desk:escalate", args=[comment.pk]), {**form, "note": "For the author."})
    assert Decision.objects.get().note == "Is it a threat?"


def test_the_note_may_be_empty(client):
    comment = waiting_case("Here.", 0.8).comment
    client.force_login(make_moderator())
    form = {"version_token": version_token_of(comment), "escalation_note": ""}
    client.post(reverse("desk:escalate", args=[comment.pk]), form)
    assert (Decision.objects.get().action, Decision.objects.get().note) == ("escalate", "")
