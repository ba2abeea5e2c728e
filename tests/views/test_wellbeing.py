"""A moderator's own exposure, the reminder of a break, and the cases that they are spared."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from moderation.models import Decision, Preferences
from tests.factories import (
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)
from tests.views.queue.cards import texts_of

pytestmark = pytest.mark.django_db

REMINDER = "Time for the break that you wanted to be reminded of."


@pytest.fixture
def anna():
    return make_moderator(username="anna")


@pytest.fixture
def desk(client, anna):
    client.force_login(anna)
    return client


def decided(moderator, *minutes_ago, severe=True):
    for minutes in minutes_ago:
        Decision.objects.create(
            comment=make_review_item(severe=severe, status="closed").comment,
            moderator=moderator,
            action="remove",
            status_before="held",
            status_after="removed",
            decided_at=timezone.now() - timedelta(minutes=minutes),
        )


def numbers(page):
    return re.findall(r'<td class="number">(\d+)</td>', page)


def test_the_page_of_the_shift_shows_one_s_own_exposure_only(desk, anna):
    decided(make_moderator(username="ben"), 3, 2, 1)
    decided(anna, 60, 57)
    decided(anna, 4, 2, severe=False)
    page = desk.get(reverse("desk:shift")).content.decode()
    assert numbers(page) == ["2", "4", "5", "0", "2", "2"]
    assert "Only you see this." in page
    assert "ben" not in page


def test_no_address_shows_a_colleague_s_exposure(desk, anna):
    ben = make_moderator(username="ben")
    decided(ben, 2)
    for query in (f"?moderator={ben.pk}", f"?user={ben.pk}", f"?by={ben.pk}"):
        assert (
            "Nothing yet in this shift." in desk.get(reverse("desk:shift") + query).content.decode()
        )


def test_the_reminder_stands_on_the_queue_until_it_is_dismissed(desk, anna):
    Preferences.objects.create(moderator=anna, break_severe=2)
    decided(anna, 3, 2)
    queue = reverse("desk:queue")
    page = desk.get(queue).content.decode()
    assert REMINDER in page
    assert desk.post(reverse("desk:dismiss_break"), {"next": queue}).url == queue
    assert REMINDER not in desk.get(queue).content.decode()
    decided(anna, 0, 0)
    assert REMINDER in desk.get(queue).content.decode()


def test_an_open_page_asks_for_the_reminder(desk, anna):
    Preferences.objects.create(moderator=anna, break_severe=1)
    asked = {"headers": {"HX-Request": "true"}}
    assert desk.get(reverse("desk:break"), **asked).content.decode().strip() == ""
    decided(anna, 1)
    assert REMINDER in desk.get(reverse("desk:break"), **asked).content.decode()
    gone = desk.post(reverse("desk:dismiss_break"), **asked).content.decode()
    assert gone.strip() == ""


def test_without_a_limit_nobody_is_reminded_and_nothing_is_looked_up(desk, anna):
    decided(anna, 3, 2)
    with CaptureQueriesContext(connection) as captured:
        page = desk.get(reverse("desk:queue")).content.decode()
    assert REMINDER not in page
    assert 'id="break"' not in page
    assert not any("decided_at" in query["sql"] and "BETWEEN" in query["sql"] for query in captured)


def test_a_broken_time_of_dismissal_is_none(desk, anna):
    Preferences.objects.create(moderator=anna, break_severe=1)
    decided(anna, 1)
    session = desk.session
    session["break_dismissed"] = "long ago"
    session.save()
    assert REMINDER in desk.get(reverse("desk:queue")).content.decode()


def case(text, clause, **fields):
    comment = make_comment(text)
    make_finding(comment, clause)
    return make_review_item(comment, **fields)


def test_rules_passed_over_leave_a_line_that_says_how_many_wait(desk, anna):
    version = make_policy_version()
    profanity, attack = (version.clauses.get(quote=q) for q in ("profanity", "personal attacks"))
    for number in range(2):
        case(f"Rude {number}.", profanity)
    case("You fool.", attack)
    Preferences.objects.create(moderator=anna, passed_over=["profanity"])
    response = desk.get(reverse("desk:queue"))
    assert texts_of(response) == ["You fool."]
    assert (
        "2 cases wait for others, because you pass over their rules." in response.content.decode()
    )
    desk.force_login(make_moderator())
    others = desk.get(reverse("desk:queue"))
    assert len(texts_of(others)) == 3
    assert "wait for others" not in others.content.decode()


def test_severe_cases_are_spread_out_for_who_wants_it(desk, anna):
    for number in range(3):
        make_review_item(make_comment(f"s{number}"), severe=True, priority=2 - number / 10)
    for number in range(6):
        make_review_item(make_comment(f"o{number}"), priority=1 - number / 10)
    queue = reverse("desk:queue")
    assert [text[0] for text in texts_of(desk.get(queue))] == list("sssooooo")
    Preferences.objects.create(moderator=anna, spread_severe=True)
    first = desk.get(queue)
    assert texts_of(first) == ["o0", "o1", "o2", "s0", "o3", "o4", "o5", "s1"]
    assert texts_of(desk.get(first.context["next_page"])) == ["s2"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_takes_as_many_queries_for_three_cases_as_for_one(
    desk, anna, number, django_assert_max_num_queries
):
    clause = make_policy_version().clauses.get(quote="profanity")
    Preferences.objects.create(
        moderator=anna, passed_over=["none"], spread_severe=True, break_minutes=60
    )
    for place in range(number):
        case(f"Rude {place}.", clause, severe=bool(place % 2))
    desk.get(reverse("desk:queue"))
    with django_assert_max_num_queries(MOST_QUERIES):
        desk.get(reverse("desk:queue"))


MOST_QUERIES = 36


def preferences(desk, **changed):
    return desk.post(reverse("desk:preferences"), {"single_keys": "on", **changed})


def test_preferences_are_stored_and_shown_again(desk, anna):
    make_policy_version()
    given = {
        "break_minutes": "50",
        "break_severe": "20",
        "spread_severe": "on",
        "passed_over": ["profanity"],
    }
    assert preferences(desk, **given).status_code == 302
    stored = Preferences.objects.get(moderator=anna)
    assert (stored.break_minutes, stored.break_severe, stored.spread_severe) == (50, 20, True)
    assert stored.passed_over == ["profanity"]
    page = desk.get(reverse("desk:preferences")).content.decode()
    assert re.search(r'value="profanity"[^>]*checked', page)
    assert not re.search(r'value="personal attacks"[^>]*checked', page)


def test_a_rule_that_is_no_longer_in_force_can_still_be_taken_off(desk, anna):
    Preferences.objects.create(moderator=anna, passed_over=["a rule of before"])
    assert 'value="a rule of before"' in desk.get(reverse("desk:preferences")).content.decode()
    preferences(desk)
    assert Preferences.objects.get(moderator=anna).passed_over == []


@pytest.mark.parametrize("minutes", ["0", "-1", "1441", "many"])
def test_an_impossible_limit_is_refused_and_said(desk, anna, minutes):
    response = preferences(desk, break_minutes=minutes)
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert Preferences.objects.get(moderator=anna).break_minutes is None
