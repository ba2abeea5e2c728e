"""What an archive holds comes in whole, and once, however often it is brought."""

import tracemalloc
from io import BytesIO

import pytest

from articles.models import Article, Author, Comment
from moderation.models import Decision
from moderation.services.transfer import exporting, importing, tables
from moderation.services.transfer.archives import READERS
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
)
from tests.archives.exports import wxr
from tests.factories import (
    make_article,
    make_comment,
)
from tests.services.transfer.importing.archive import (
    ARTICLE,
    NOON,
    PUBLISHED,
    REMOVED,
    bring,
    comment,
    parents,
)

pytestmark = pytest.mark.django_db


def test_articles_authors_and_comments_come_in():
    counts, refused = bring(ARTICLE, comment("1"), comment("2", parent="1"))
    assert dict(counts) == {"articles": 1, "comments already there": 0, "comments": 2}
    assert refused == []
    assert Author.objects.get().name == "Ani"
    assert parents() == {"test:1": None, "test:2": "test:1"}
    assert Comment.objects.get(source_id="test:1").posted_at == NOON


def test_importing_again_changes_nothing():
    archive = [ARTICLE, comment("1"), comment("2", parent="1")]
    bring(*archive)
    before = list(Comment.objects.values())
    counts, _ = bring(*archive)
    assert (counts["comments"], counts["comments already there"]) == (0, 2)
    assert list(Comment.objects.values()) == before
    assert Decision.objects.count() == 2


def test_a_killed_import_goes_on_where_it_stopped(monkeypatch):
    monkeypatch.setattr(importing, "BATCH_SIZE", 2)
    archive = [ARTICLE, *(comment(str(number)) for number in range(5))]

    def killed():
        yield from archive[:4]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.import_archive(killed, source="test")
    assert Comment.objects.count() == 3
    counts, _ = bring(*archive)
    assert counts["comments"] == 2
    assert Comment.objects.count() == 5


def test_a_repeated_id_is_named_wherever_it_comes_again(monkeypatch):
    monkeypatch.setattr(importing, "BATCH_SIZE", 1)
    archive = [ARTICLE, comment("1", "First."), comment("2"), comment("1", "Second.")]
    counts, _ = bring(*archive)
    assert (counts["left out, repeated comment"], counts["comments already there"]) == (1, 0)
    assert Comment.objects.get(source_id="test:1").text == "First."


def test_duplicated_ids_come_in_once_and_the_first_one_counts():
    counts, refused = bring(ARTICLE, comment("1", "First."), comment("1", "Second."))
    assert Comment.objects.get().text == "First."
    assert refused == ["comment 1: its id came before: the first comment of it is kept"]
    assert counts["left out, repeated comment"] == 1


@pytest.mark.parametrize("size", [1, 500])
def test_ids_that_are_stored_alike_are_one(monkeypatch, size):
    monkeypatch.setattr(importing, "BATCH_SIZE", size)
    archive = [
        ARTICLE,
        comment("1", author=ArchivedAuthor("ani", "Ani")),
        comment("1\0", author=ArchivedAuthor("ani\0", "Ani")),
        comment("2\ud800" + "x" * 300, article="7\0", author=ArchivedAuthor("b\ud800", "B")),
        comment("3", parent="1\0"),
    ]
    counts, _ = bring(*archive)
    assert (counts["comments"], counts["left out, repeated comment"]) == (3, 1)
    assert parents()["test:3"] == "test:1"


def test_the_same_ids_of_two_sources_are_kept_apart():
    bring(ARTICLE, comment("1"), source="one")
    bring(ArchivedArticle("7", "Other"), comment("1"), source="two")
    assert Comment.objects.count() == 2


def test_what_is_exported_can_be_imported():
    article = make_article(slug="a-story", body="Body.", commenting=Article.Commenting.CLOSED)
    first = make_comment(
        "=1+1 Ա\n\nnew", article=article, status=PUBLISHED, posted_as="Night nurse"
    )
    make_comment("Reply.", article=article, parent=first, status=REMOVED)
    rows = [*exporting.articles(), *exporting.comments()]
    written = "".join(tables.lines(rows, "jsonl")).encode()
    Comment.objects.update(parent=None)
    Comment.objects.all().delete()
    Article.objects.all().delete()
    Author.objects.all().delete()
    importing.import_archive(lambda: READERS["jsonl"](BytesIO(written)), source="back")
    again = [*exporting.articles(), *exporting.comments()]

    def without_ids(row):
        own = ("id", "article", "parent", "author_id")
        return {name: value for name, value in row.items() if name not in own}

    assert [without_ids(row) for row in again] == [without_ids(row) for row in rows]
    assert Comment.objects.get(text="Reply.").parent.text == "=1+1 Ա\n\nnew"


def test_memory_does_not_grow_with_the_file():
    def peak(number):
        raw = wxr(*({"id": n, "text": "word " * 40} for n in range(number))).encode()
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        assert sum(1 for _ in READERS["wordpress"](BytesIO(raw))) == number + 1
        most = tracemalloc.get_traced_memory()[1] - before
        tracemalloc.stop()
        return most

    assert peak(5_000) < 1.5 * peak(500)
