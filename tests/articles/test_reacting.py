"""Reactions to comments, the order by them, and the editors' picks on top."""

import pytest
from django.utils import timezone

from articles import reacting, threads
from articles.models import Author, Comment, Reaction
from moderation.models import Block
from moderation.services.readers import personal_data
from tests.factories import make_article, make_author, make_comment, make_user
from tests.racing import race

pytestmark = pytest.mark.django_db

PUBLISHED = Comment.Status.PUBLISHED


@pytest.fixture
def comment():
    return make_comment(status=PUBLISHED)


@pytest.fixture
def reader(client):
    author = make_author(user=make_user())
    client.force_login(author.user)
    return author


def count(comment):
    comment.refresh_from_db()
    return comment.reaction_count


def press(client, comment, value="give"):
    address = f"/comments/{comment.pk}/react/"
    return client.post(address, {"reaction": value}, follow=True).content.decode()


def test_one_reader_reacts_once_and_may_take_it_back(client, comment, reader):
    assert 'aria-pressed="true"' in press(client, comment)
    press(client, comment)
    assert count(comment) == 1
    assert 'aria-pressed="false"' in press(client, comment, "take back")
    press(client, comment, "take back")
    assert count(comment) == 0


def test_who_may_not_react_is_told_why(client, comment, reader):
    own = make_comment(author=reader, status=PUBLISHED)
    assert "This is your own comment." in press(client, own)
    Block.objects.create(author=reader, reason="Insults.")
    assert "You are blocked from commenting" in press(client, comment)
    client.logout()
    assert "Sign in, or post a comment first" in press(client, comment)
    assert not Reaction.objects.exists()


def test_a_hidden_comment_and_a_site_without_reactions_have_no_button(
    client, comment, reader, settings
):
    page = client.get(comment.article.get_absolute_url()).content.decode()
    assert ("Respect" in page, "Most respected" in page) == (True, True)
    settings.REACTIONS = False
    page = client.get(comment.article.get_absolute_url()).content.decode()
    assert ("Respect" in page, "Most respected" in page) == (False, False)
    assert client.post(f"/comments/{comment.pk}/react/").status_code == 404
    settings.REACTIONS = True
    Comment.objects.update(status=Comment.Status.HELD)
    assert client.post(f"/comments/{comment.pk}/react/").status_code == 404


def test_the_words_are_those_of_the_site(client, comment, reader, settings):
    settings.REACTION_WORD, settings.REACTION_ORDER_WORD = "Well said", "Best said"
    page = client.get(comment.article.get_absolute_url()).content.decode()
    assert ("Well said" in page, "Best said" in page, "Respect" in page) == (True, True, False)


def test_the_most_respected_come_first_on_the_page_that_shows_them(monkeypatch):
    monkeypatch.setattr(threads, "THREADS_PER_PAGE", 2)
    article = make_article()
    made = [
        make_comment(str(number), article=article, status=PUBLISHED, reaction_count=number)
        for number in (0, 5, 3, 5, 1)
    ]
    shown = [
        [
            item.comment.text
            for item in threads.discussion(article, order="respected", page=page).comments
        ]
        for page in (1, 2, 3)
    ]
    assert shown == [["5", "5"], ["3", "1"], ["0"]]
    found_on = [threads.page_of(each, order="respected") for each in made]
    assert found_on == [3, 1, 2, 1, 2]


def test_the_picks_of_the_editors_stand_above_the_first_page(client, comment):
    make_comment("Not picked.", article=comment.article, status=PUBLISHED)
    assert "picks-heading" not in client.get(comment.article.get_absolute_url()).content.decode()
    Comment.objects.filter(pk=comment.pk).update(featured_at=timezone.now())
    page = client.get(comment.article.get_absolute_url()).content.decode()
    picks = page.partition('class="picks"')[2].partition("</section>")[0]
    assert (comment.text in picks, "Not picked." in picks) == (True, False)


def test_what_an_erased_reader_gave_is_taken_back(comment):
    stays, goes = make_author(), make_author()
    for author in (stays, goes):
        reacting.react(comment=comment, author=author)
    personal_data.erase(goes)
    assert count(comment) == 1


@pytest.mark.django_db(transaction=True)
def test_reactions_at_one_moment_are_all_counted_once(comment):
    one, other = make_author(), make_author()
    react = [
        lambda author=author: reacting.react(comment=comment, author=author)
        for author in (one, one, other)
    ]
    assert race(*react) == [None, None, None]
    assert count(comment) == 2
    assert Author.objects.filter(reactions__comment=comment).count() == 2
