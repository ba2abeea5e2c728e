from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from articles.models import Comment
from moderation.services.desk import search
from moderation.services.desk.search import Asked
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_finding,
    make_policy_version,
)

pytestmark = pytest.mark.django_db


def _found(words="", **narrowed):
    asked = Asked(words=words, **narrowed)
    return [comment.text for comment in search.page(asked, size=100).comments]


def test_all_words_must_occur_in_any_case_and_order():
    make_comment("The Bridge was closed.")
    make_comment("The bridge is open.")
    assert _found("closed bridge") == ["The Bridge was closed."]


def test_a_word_after_a_minus_must_not_occur():
    make_comment("A bridge and a road.")
    make_comment("A bridge.")
    assert _found("bridge -road") == ["A bridge."]


def test_the_newest_comes_first_whatever_its_status():
    make_comment("bridge one", status=Comment.Status.REMOVED)
    make_comment("bridge two", status=Comment.Status.PUBLISHED)
    assert _found("bridge") == ["bridge two", "bridge one"]


def test_results_are_narrowed_by_author_and_status():
    author = make_author()
    make_comment("bridge one", author=author, status=Comment.Status.HELD)
    make_comment("bridge two", author=author, status=Comment.Status.REMOVED)
    make_comment("bridge three")
    assert _found("bridge", authors=[author.pk]) == ["bridge two", "bridge one"]
    assert _found(authors=[author.pk], status="held") == ["bridge one"]
    assert _found(authors=[]) == []


def test_results_are_narrowed_by_days_of_the_site_both_included(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    times = {
        "before": datetime(2026, 5, 3, 21, 59, tzinfo=UTC),
        "first": datetime(2026, 5, 3, 22, 0, tzinfo=UTC),
        "last": datetime(2026, 5, 5, 21, 59, tzinfo=UTC),
        "after": datetime(2026, 5, 5, 22, 0, tzinfo=UTC),
    }
    for text, moment in times.items():
        make_comment(text, posted_at=moment)
    assert _found(since=date(2026, 5, 4), until=date(2026, 5, 5)) == ["last", "first"]
    assert _found(since=date(2026, 5, 6)) == ["after"]


def test_results_are_narrowed_by_the_rule_in_any_version_of_the_policy():
    for text in ("older", "newer"):
        clause = make_policy_version().clauses.get(quote="profanity")
        make_finding(make_comment(text), clause)
    make_finding(make_comment("another"), clause.version.clauses.get(quote="personal attacks"))
    make_comment("none")
    assert _found(clause="profanity") == ["newer", "older"]
    assert _found(clause="no rule of this site") == []


@given(sizes=st.lists(st.integers(1, 4), min_size=1, max_size=6), ties=st.integers(1, 7))
@examples(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_show_each_comment_once_also_those_of_one_moment(db, sizes, ties):
    Comment.objects.all().delete()
    article, author = make_article(), make_author()
    start = datetime(2026, 5, 3, tzinfo=UTC)
    for number in range(12):
        posted_at = start + timedelta(minutes=number // ties)
        make_comment(str(number), article=article, author=author, posted_at=posted_at)
    shown, after = [], ""
    for size in sizes:
        found = search.page(Asked(authors=[author.pk]), after=after, size=size)
        shown += [comment.text for comment in found.comments]
        after = found.next
        if not after:
            break
    expected = [str(number) for number in range(11, -1, -1)]
    assert shown == expected[: len(shown)]
    assert bool(after) == (len(shown) < 12)


@pytest.mark.parametrize(
    "after", ["x", "_", "2026-05-03_", "0001-01-01T00:00:00+14:00_1", "9" * 90]
)
def test_a_key_that_is_none_gives_the_first_page(after):
    make_comment("one")
    assert [c.text for c in search.page(Asked(), after=after, size=5).comments] == ["one"]


@pytest.mark.parametrize("words", ["'", '"', "%", "a:b & | !", "(", "-", "\\", "<b>"])
def test_no_words_break_the_search(words):
    make_comment("A bridge.")
    _found(words)


def test_authors_are_found_by_the_beginning_of_name_or_address():
    anna = make_author(name="Anna Berg")
    ben = make_author(name="Ben", email="anna.fan@example.org")
    make_author(name="Susanna")
    assert search.authors("anna") == [anna, ben]
    assert search.authors(" ") == []


def test_authors_are_found_by_a_name_they_once_posted_under():
    jane = make_author(name="Jane Example")
    for _ in range(2):
        make_comment(author=jane, posted_as="Night nurse")
    make_comment(posted_as="Nightingale")
    assert search.authors("night n") == [jane]
