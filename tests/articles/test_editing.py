from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from articles import posting
from articles.models import Article, Comment
from articles.signals import comment_stored
from moderation.models import Decision, Finding, Origin, ReviewItem, Score
from moderation.services.decisions import blocking, deciding
from moderation.services.decisions.concurrency import version_token_of
from tests.factories import make_article, make_moderator, make_policy_version

pytestmark = pytest.mark.django_db

ATTACK = "You are an [personal_attack 0.9]!"


@pytest.fixture
def own(client, written_release):
    """A comment that the client has just posted."""
    make_policy_version()
    article = make_article()
    client.post(f"/articles/{article.slug}/comments/", {"name": "Ani", "text": "First words."})
    return article.comments.get()


def edit(client, comment, text, **fields):
    return client.post(f"/comments/{comment.pk}/edit/", {"text": text, **fields}, follow=True)


def test_an_author_changes_a_comment_and_it_is_judged_again(client, own):
    page = edit(client, own, "Better words.").content.decode()
    own.refresh_from_db()
    assert (own.text, own.status) == ("Better words.", Comment.Status.PUBLISHED)
    assert own.edited_at is not None
    assert "Better words." in page
    assert "edited" in page


def test_a_changed_comment_that_breaks_the_policy_is_questioned_and_then_held(client, own):
    response = edit(client, own, ATTACK)
    own.refresh_from_db()
    assert own.text == "First words."
    assert "Send it for review" in response.content.decode()
    edit(client, own, ATTACK, confirmed="on")
    own.refresh_from_db()
    assert (own.text, own.status) == (ATTACK, Comment.Status.HELD)
    assert Score.objects.get(comment=own).personal_attack == 0.9


def decide(comment, action):
    comment.refresh_from_db()
    return deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=action,
        version_token=version_token_of(comment),
    )


def test_an_approval_does_not_carry_over_to_other_words(client, own):
    decide(own, Decision.Action.APPROVE)
    edit(client, own, ATTACK, confirmed="on")
    own.refresh_from_db()
    assert own.status == Comment.Status.HELD


def test_nobody_else_can_change_it(own):
    assert edit(Client(), own, "Forged.").status_code == 404
    own.refresh_from_db()
    assert own.text == "First words."


def test_it_is_too_late_after_some_minutes_and_the_text_is_kept(client, own):
    Comment.objects.update(posted_at=timezone.now() - timedelta(minutes=11))
    response = edit(client, own, "Late words.")
    assert response.status_code == 403
    assert "It is too late" in response.content.decode()
    assert "Late words.</textarea>" in response.content.decode()


def test_a_removed_comment_cannot_be_changed(client, own):
    Comment.objects.update(status=Comment.Status.REMOVED)
    assert edit(client, own, "Again.").status_code == 403


def test_a_closed_article_closes_its_comments(client, own):
    Article.objects.update(commenting=Article.Commenting.CLOSED)
    assert "are closed" in edit(client, own, "Again.").content.decode()


def test_changing_in_a_hurry_is_refused(client, own):
    edit(client, own, "Second.")
    assert "very quickly" in edit(client, own, "Third.").content.decode()


def test_nobody_sees_the_new_words_before_they_are_judged(client, own, monkeypatch):
    seen = []

    def look(**_):
        seen.append(Comment.objects.get(pk=own.pk).status)

    monkeypatch.setattr(posting.comment_posted, "send", look)
    edit(client, own, "Better words.")
    assert seen == [Comment.Status.HELD]


def test_a_database_that_fails_loses_no_words(client, own, monkeypatch):
    def fail(**_):
        raise DatabaseError("disk full")

    monkeypatch.setattr(posting, "edit", fail)
    response = edit(client, own, "Better words.")
    assert response.status_code == 503
    assert "Better words.</textarea>" in response.content.decode()


@pytest.mark.parametrize(("age", "offered"), [(1, True), (11, False)])
def test_the_way_to_change_is_offered_to_the_author_while_it_lasts(client, own, age, offered):
    Comment.objects.update(posted_at=timezone.now() - timedelta(minutes=age))
    link = f"/comments/{own.pk}/edit/"
    page = client.get(own.article.get_absolute_url()).content.decode()
    assert (link in page) == offered
    assert link not in Client().get(own.article.get_absolute_url()).content.decode()


BADGE = "Editors' pick"


@pytest.mark.parametrize("text", ["Better words.", ATTACK])
def test_the_editors_pick_goes_with_the_words_that_were_picked(client, own, text):
    picked = decide(own, Decision.Action.FEATURE)
    assert BADGE in client.get(own.article.get_absolute_url()).content.decode()
    edit(client, own, text, confirmed="on")
    own.refresh_from_db()
    assert own.featured_at is None
    assert BADGE not in client.get(own.article.get_absolute_url()).content.decode()
    assert list(own.decisions.all()) == [picked]


def test_words_that_are_picked_again_have_the_badge_again(client, own):
    decide(own, Decision.Action.FEATURE)
    edit(client, own, "Better words.")
    decide(own, Decision.Action.FEATURE)
    assert BADGE in client.get(own.article.get_absolute_url()).content.decode()


def test_the_same_words_again_change_nothing(client, own):
    decide(own, Decision.Action.FEATURE)
    page = edit(client, own, "First words.").content.decode()
    own.refresh_from_db()
    assert "Your comment is published." in page
    assert BADGE in page
    assert own.edited_at is None


@pytest.mark.parametrize(
    ("text", "told"),
    [("Better words.", "is published"), (ATTACK, "is waiting for review")],
)
def test_a_second_click_on_save_tells_what_became_of_the_first(client, own, text, told):
    for _ in range(4):
        assert told in edit(client, own, text, confirmed="on").content.decode()


def test_questions_to_an_edit_are_counted_like_comments(client, own):
    answers = [edit(client, own, f"{ATTACK} {number}") for number in range(40)]
    pages = [answer.content.decode() for answer in answers]
    asked = ["may break the discussion policy" in page for page in pages]
    assert asked == [True] * 10 + [False] * 30
    assert "You are posting very quickly." in pages[10]
    assert f"{ATTACK} 39</textarea>" in pages[39]


def test_who_changes_in_a_hurry_learns_nothing_of_a_score(client, own):
    edit(client, own, "Second.")
    assert "may break" not in edit(client, own, ATTACK).content.decode()


def test_who_is_blocked_meanwhile_learns_nothing_of_a_score(client, own):
    blocking.block(author=own.author, reason="Attacks", until=None, blocked_by=make_moderator())
    page = edit(client, own, ATTACK).content.decode()
    assert "You are blocked from commenting. Reason: Attacks" in page
    assert "may break" not in page


def test_an_edit_and_its_case_are_stored_together_or_not_at_all(client, own):
    """And what was found in the former words is no evidence about others."""
    edit(client, own, ATTACK, confirmed="on")
    Comment.objects.update(edited_at=timezone.now() - timedelta(minutes=1))
    before = Origin.objects.get().received_at

    def fail(**_):
        (case,) = ReviewItem.objects.unjudged()
        assert (case.queue, case.priority, case.probability) == ("not_scored", 1.0, None)
        assert not Finding.objects.exists()
        raise DatabaseError("disk full")

    comment_stored.connect(fail)
    try:
        assert edit(client, own, "Better words.").status_code == 503
    finally:
        comment_stored.disconnect(fail)
    own.refresh_from_db()
    assert (own.text, own.status, Origin.objects.get().received_at) == (ATTACK, "held", before)
    assert [case.queue for case in ReviewItem.objects.open()] == ["needs_review"]
    assert not ReviewItem.objects.unjudged()


def test_a_case_that_readers_opened_stays_theirs_when_the_words_change(client, own):
    client.logout()
    Client().post(f"/comments/{own.pk}/report/", {})
    posting.edit(comment=own, text="Better words.")
    case = ReviewItem.objects.get()
    assert (case.queue, case.status, case.reports) == ("reported", "open", 1)
    assert case.unjudged_since is None
