"""When an article takes comments, and what readers are told when it does not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import opening, posting
from articles.models import Comment
from articles.opening import HoursError
from articles.signals import CommentRefused
from tests.factories import make_article, make_author, make_comment

FRIDAY = datetime(2026, 11, 27, tzinfo=UTC)


def said(now, **fields):
    given_fields = {"is_open": True, "published_at": FRIDAY, "close_after_days": None, **fields}
    return opening.closed(now=now, **given_fields)


@pytest.mark.parametrize(
    ("own", "after", "is_closed"),
    [(None, 13, False), (None, 14, True), (3, 3, True), (0, 1000, False), (30, 29, False)],
)
def test_comments_close_by_the_age_of_the_article(settings, own, after, is_closed):
    settings.COMMENTS_CLOSE_AFTER_DAYS = 14
    told = said(FRIDAY + timedelta(days=after), close_after_days=own)
    assert bool(told) == is_closed


def test_the_sentence_says_when_they_closed(settings):
    settings.COMMENTS_CLOSE_AFTER_DAYS = 14
    assert said(FRIDAY + timedelta(days=20)) == (
        "Comments close 14 days after an article appears: here on 11 December 2026, 00:00."
    )


@pytest.mark.parametrize(
    ("day", "hour", "is_open"),
    [(0, 7, True), (0, 6, False), (0, 22, False), (1, 8, False), (1, 9, True), (2, 17, True)],
)
def test_comments_are_open_at_the_hours_of_the_week(settings, day, hour, is_open):
    settings.COMMENTS_HOURS = ["mon-fri 07:00-22:00", "sat-sun 09:00-18:00"]
    assert (said(FRIDAY + timedelta(days=day, hours=hour)) == "") == is_open


def test_outside_these_hours_the_sentence_says_when_they_open_again(settings):
    settings.COMMENTS_HOURS = ["mon-fri 07:00-22:00"]
    assert said(FRIDAY + timedelta(hours=23)) == (
        "Comments are open at these hours: Mon–Fri 07:00–22:00. You can post from 30 "
        "November 2026, 07:00 on; keep your text until then."
    )


@pytest.mark.parametrize("entry", ["fri-mon 09:00-24:00", "sun 0:00-1:00", " MON-SUN 00:00-24:00 "])
def test_hours_are_read(entry):
    assert len(opening.hours((entry,))) == 1


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("weekdays", "cannot be read. Write days and hours: mon-fri 07:00-22:00."),
        ("foo 07:00-22:00", "cannot be read"),
        ("mon 22:00-07:00", "must end after it begins"),
        ("mon 07:00-25:00", "must end after it begins"),
        ("mon 07:61-08:00", "must end after it begins"),
    ],
)
def test_hours_that_cannot_be_read_say_how_to_write_them(entry, message):
    with pytest.raises(HoursError, match=message):
        opening.hours((entry,))


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 23), st.integers(0, 10_000))
def test_the_next_opening_is_ahead_and_within_the_hours(first, last, hour, minutes):
    entry = f"{opening.DAYS[first]}-{opening.DAYS[last]} {hour:02}:00-24:00"
    now = FRIDAY + timedelta(minutes=minutes)
    opens = opening._next_opening(opening.hours((entry,)), now)
    assert opens > now
    assert opening._is_within(opening.hours((entry,)), opens)


@pytest.mark.django_db
def test_a_closed_article_says_why_and_whoever_posts_keeps_the_text(client, settings):
    settings.COMMENTS_CLOSE_AFTER_DAYS = 1
    article = make_article(published_at=timezone.now() - timedelta(days=2))
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Comments close 1 day after an article appears" in page
    assert "<textarea" not in page
    form = {"name": "Ani", "text": "Typed before it closed."}
    response = client.post(reverse("articles:post_comment", args=[article.slug]), form)
    assert response.status_code == 403
    assert "Typed before it closed." in response.content.decode()
    assert Comment.objects.count() == 0


@pytest.mark.django_db
def test_an_edit_is_refused_too():
    article = make_article(close_after_days=1)
    comment = make_comment(article=article, author=make_author(), status="published")
    article.published_at = timezone.now() - timedelta(days=2)
    article.save()
    with pytest.raises(CommentRefused):
        posting.edit(comment=comment, text="Changed.")
