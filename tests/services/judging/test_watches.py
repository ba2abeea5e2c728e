import pytest

from moderation.models import Finding, ReviewItem, Trust, Watch
from moderation.models.review import WATCHED
from moderation.services.decisions import watching
from moderation.services.judging import scoring
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
)
from tests.racing import race

pytestmark = pytest.mark.django_db

FIRST, HOLD = Watch.Treatment.FIRST, Watch.Treatment.HOLD


@pytest.fixture(autouse=True)
def site(written_release):
    return make_policy_version()


def watched(*treatments):
    article = make_article()
    for treatment in treatments:
        watching.watch(article=article, moderator=make_moderator(), treatment=treatment)
    return article


def posted(article, text="Calm.", **fields):
    comment = make_comment(text, article=article, **fields)
    scoring.score([comment])
    comment.refresh_from_db()
    return comment


def test_a_comment_is_published_and_its_case_comes_before_those_that_are_held():
    posted(make_article(), "[personal_attack 0.99]")
    comment = posted(watched(FIRST))
    assert (comment.status, comment.findings.get().reason) == ("published", "watched")
    first = ReviewItem.objects.open().order_by("-priority").first()
    assert (first.comment, first.priority >= WATCHED) == (comment, True)


def test_it_is_held_where_one_of_several_wants_that():
    assert posted(watched(FIRST, HOLD)).status == "held"
    assert posted(make_article()).status == "published"


def test_its_case_stays_when_it_is_scored_again():
    comment = posted(watched(FIRST))
    scoring.score([comment])
    assert ReviewItem.objects.open().get().comment == comment


def test_comments_that_were_published_before_are_left_alone():
    comment = make_comment(article=(article := make_article()), status="published")
    watching.watch(article=article, moderator=make_moderator(), treatment=HOLD)
    scoring.score([comment])
    comment.refresh_from_db()
    assert (comment.status, ReviewItem.objects.count()) == ("published", 0)


def test_comments_of_trusted_authors_are_read_there_too():
    author = make_author()
    Trust.objects.create(author=author, level="trusted")
    comment = posted(watched(FIRST), author=author)
    assert {f.reason for f in comment.findings.all()} == {Finding.Reason.WATCHED}
    assert ReviewItem.objects.open().count() == 1


def test_ending_a_watch_ends_only_ones_own():
    article, anna = watched(HOLD), make_moderator(username="anna")
    watching.watch(article=article, moderator=anna, treatment=FIRST)
    watching.watch(article=article, moderator=anna, treatment=HOLD)
    assert Watch.objects.count() == 2
    assert watching.unwatch(article=article, moderator=anna)
    assert not watching.unwatch(article=article, moderator=anna)
    assert posted(article).status == "held"


@pytest.mark.django_db(transaction=True)
def test_watching_twice_at_once_is_watching_once():
    article, anna = make_article(), make_moderator()
    results = race(
        *(
            lambda own=own: watching.watch(article=article, moderator=anna, treatment=own)
            for own in (FIRST, HOLD, FIRST)
        )
    )
    assert {type(result).__name__ for result in results} == {"Watch"}
    assert Watch.objects.count() == 1
