import pytest

from articles.models import Comment
from moderation.services.desk import search
from tests.factories import make_author, make_comment

pytestmark = pytest.mark.django_db


def _found(words="", **narrowed):
    return [comment.text for comment in search.comments(words=words, **narrowed)]


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


def test_results_are_narrowed_by_author_status_and_place():
    author = make_author()
    first = make_comment("bridge one", author=author, status=Comment.Status.HELD)
    second = make_comment("bridge two", author=author, status=Comment.Status.REMOVED)
    make_comment("bridge three")
    assert _found("bridge", author=author.pk) == ["bridge two", "bridge one"]
    assert _found(author=author.pk, status="held") == ["bridge one"]
    assert _found("bridge", before=second.pk) == [first.text]


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
