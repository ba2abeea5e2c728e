"""Who wrote what comes in, and the name that each comment is shown under."""

import pytest

from articles import names
from articles.models import Author, Comment
from moderation.models import AuthorRecord, Reach
from moderation.services.decisions import blocking
from moderation.services.transfer import importing
from moderation.services.transfer.archives.records import (
    ArchivedAuthor,
)
from tests.factories import (
    make_author,
)
from tests.services.transfer.importing.archive import ANI, ARTICLE, bring, comment

pytestmark = pytest.mark.django_db


def test_each_comment_shows_the_name_it_was_posted_under():
    nurse = {"id": "mail x@example.org", "email": "x@example.org"}
    bring(
        ARTICLE,
        comment("1", author=ArchivedAuthor(name="Anonymous", **nurse)),
        comment("2", author=ArchivedAuthor(name="Night nurse", **nurse)),
        comment("3", author=ArchivedAuthor(name="Jane Example", **nurse)),
        comment("4", author=ArchivedAuthor(name="Night nurse", **nurse)),
    )
    shown = {c.source_id: c.author_name for c in Comment.objects.select_related("author")}
    assert shown == {
        "test:1": "Anonymous",
        "test:2": "Night nurse",
        "test:3": "Jane Example",
        "test:4": "Night nurse",
    }
    author = Author.objects.get()
    assert (author.name, author.email) == ("Night nurse", "x@example.org")
    AuthorRecord.objects.get(author=author, approved=4)
    blocking.block(author=author, reason="x", until=None, blocked_by=None, reach=[Reach.EMAIL])
    assert blocking.block_in_force(make_author(email="X@example.org"))


@pytest.mark.parametrize("size", [1, 500])
def test_who_posted_without_a_name_stays_without_one(monkeypatch, size):
    monkeypatch.setattr(importing, "BATCH_SIZE", size)
    bring(
        ARTICLE,
        comment("1", author=ArchivedAuthor("ani", "Anonymous")),
        comment("2", author=ArchivedAuthor("ani", "Ani")),
        comment("3", author=ArchivedAuthor("ani", " ")),
    )
    shown = {c.source_id: c.author_name for c in Comment.objects.select_related("author")}
    assert shown == {"test:1": "Anonymous", "test:2": "Ani", "test:3": "Anonymous"}
    assert Author.objects.get().name == "Ani"


def test_authors_of_comments_that_are_there_are_not_made_again():
    bring(ARTICLE, comment("1"))
    Author.objects.update(source_id=None)
    bring(ARTICLE, comment("1"))
    assert Author.objects.count() == 1


def test_an_address_that_no_database_keeps_is_left_out():
    local, domain = "a" * 60, ".".join(["b" * 60] * 4)
    bring(ARTICLE, comment("1", author=ArchivedAuthor("x", "X", f"{local}@{domain}.example")))
    assert Author.objects.get().email == ""


def test_a_name_that_comes_later_is_given_to_who_was_only_an_id():
    nameless = ArchivedAuthor("ani", "")
    bring(ARTICLE, comment("1", author=nameless))
    assert Author.objects.get().name == "Anonymous"
    bring(ANI)
    assert Author.objects.get().name == "Ani"


@pytest.mark.parametrize(
    ("author", "name", "email"),
    [
        (ArchivedAuthor("x", "\u200b", "no address"), "Anonymous", ""),
        (ArchivedAuthor("y" * 500, "N" * 200, ""), "N" * 80, ""),
        (ArchivedAuthor("z\0", "A\0ni\ud800", ""), "Ani?", ""),
        (ArchivedAuthor("z", " Two\n\tlines ", ""), "Two lines", ""),
    ],
)
def test_odd_authors_are_made_storable(author, name, email):
    bring(ARTICLE, comment("1", "N\0ul", author=author))
    stored = Author.objects.get()
    assert (stored.name, stored.email) == (name, email)
    assert Comment.objects.get().text == "Nul"


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("\u3164", names.UNREADABLE),
        ("A" + "\u0316\u0301" * 30, names.STACKED),
        ("\u202einA", names.TURNED),
    ],
)
def test_a_name_that_is_none_is_named_and_replaced(name, fault):
    counts, refused = bring(ARTICLE, comment("1", author=ArchivedAuthor("a", name)))
    assert Comment.objects.get().author_name == "Anonymous"
    assert refused == [f"comment 1: shown as by Anonymous. {fault}"]
    assert counts["names replaced"] == 1


def test_a_comment_without_a_name_is_no_fault():
    counts, refused = bring(ARTICLE, comment("1", author=ArchivedAuthor("a", "")))
    assert (refused, counts["names replaced"]) == ([], 0)


def test_a_bad_name_that_comes_later_does_not_reach_comments_judged_without_it():
    bring(ARTICLE, comment("1", author=ArchivedAuthor("u1", "")))
    bring(ArchivedAuthor("u1", "Ann [profanity 0.95]"))
    assert Author.objects.get().name == "Anonymous"
    bring(ArchivedAuthor("u1", "Ann"))
    assert Author.objects.get().name == "Ann"
