from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from moderation.models import Trust
from tests.factories import make_author, make_comment, make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_moderator(username="anna"))
    return client


@pytest.fixture
def author():
    return make_author(name="<b>Rude</b> Reader")


def _address(author):
    return reverse("desk:trust", args=[author.pk])


def _form(**fields):
    return {"level": "held", "reason": "Baits <i>others</i>.", "last_day": "", "seen": 0, **fields}


def test_trust_is_set_from_the_authors_page_which_says_so(desk, author):
    page = reverse("desk:author", args=[make_comment(author=author).pk])
    assert "Ordinary: comments are treated as the policy says." in desk.get(page).content.decode()
    response = desk.post(_address(author), _form(next=page), follow=True)
    assert response.redirect_chain == [(page, 302)]
    shown = response.content.decode()
    assert "every new comment stays hidden until a moderator has read it." in shown
    assert "Baits &lt;i&gt;others&lt;/i&gt;." in shown
    assert "<b>Rude</b>" not in shown


def test_it_is_lifted_there_too_and_the_log_stays(desk, author):
    entry = Trust.objects.create(author=author, level="trusted", reason="Knows much.")
    desk.post(_address(author), _form(level="ordinary", reason="", seen=entry.pk))
    shown = desk.get(_address(author)).content.decode()
    assert "Ordinary: comments are treated as the policy says." in shown
    assert "Knows much." in shown


def test_a_day_lasts_until_its_end(desk, author):
    today = timezone.localdate()
    desk.post(_address(author), _form(last_day=today.isoformat()))
    assert timezone.localtime(Trust.objects.get().until).date() == today


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"reason": ""}, "Say why: your colleagues read this."),
        ({"last_day": (timezone.localdate() - timedelta(days=1)).isoformat()}, "This day is over."),
        ({"level": "adored"}, "Select a valid choice."),
    ],
)
def test_bad_input_is_told_and_loses_nothing(desk, author, fields, message):
    response = desk.post(_address(author), _form(**{"reason": "Kept text", **fields}))
    shown = response.content.decode()
    assert (response.status_code, Trust.objects.count()) == (422, 0)
    assert message in shown
    assert ("Kept text" in shown) == ("reason" not in fields)


def test_what_a_colleague_set_meanwhile_is_shown_and_can_be_replaced(desk, author):
    ben = make_moderator(username="ben")
    Trust.objects.create(author=author, level="trusted", set_by=ben)
    response = desk.post(_address(author), _form())
    shown = response.content.decode()
    assert response.status_code == 409
    assert "ben set this to “Trusted” meanwhile. Nothing was saved" in shown
    entry = Trust.objects.get()
    assert f'name="seen" value="{entry.pk}"' in shown
    desk.post(_address(author), _form(seen=entry.pk))
    assert Trust.objects.first().level == "held"
