"""What cannot come in as it is, is named once with its fault."""

import pytest

from articles.models import Comment
from moderation.services.transfer import importing
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    Unreadable,
)
from tests.services.transfer.importing.archive import ARTICLE, REMOVED, bring, comment

pytestmark = pytest.mark.django_db


def test_a_comment_without_its_article_is_reported():
    counts, refused = bring(comment("1"), Unreadable("line 9", "it is torn"))
    assert refused == [
        "line 9: it is torn",
        f"comment 1: its article 7 is missing: {importing.WITH_ITS_ARTICLE}",
    ]
    assert (counts["unreadable"], counts["comments"]) == (2, 0)


@pytest.mark.parametrize("size", [1, 500])
def test_each_fault_is_named_once(monkeypatch, size):
    monkeypatch.setattr(importing, "BATCH_SIZE", size)
    other = ArchivedArticle("8", "Another")
    archive = [
        comment("late", parent="5"),
        ARTICLE,
        other,
        comment("1"),
        comment("2", article="8", parent="1"),
        comment("3", parent="gone"),
        comment("4", article="gone"),
        comment("5"),
        comment("6", text=" "),
        Unreadable("line 9", "it is torn"),
    ]
    counts, refused = bring(*archive)
    assert sorted(refused) == [
        "comment 2: it answers a comment under another article",
        "comment 3: it answers gone, which is missing",
        f"comment 4: its article gone is missing: {importing.WITH_ITS_ARTICLE}",
        "comment 6: it has no text",
        "line 9: it is torn",
    ]
    assert counts["comments"] + len(refused) - 2 == 8


@pytest.mark.parametrize("text", ["", "   ", "\n", "\u200b\u00a0", "\0"])
def test_a_comment_without_a_text_is_left_out_unless_it_was_removed(text):
    counts, _ = bring(ARTICLE, comment("1", text), comment("2", text, status=REMOVED))
    assert list(Comment.objects.values_list("source_id", "status")) == [("test:2", REMOVED)]
    assert counts["left out, comment without a text"] == 1


def test_names_and_titles_that_are_too_long_are_named():
    long = ArchivedAuthor("y", "N" * 81)
    counts, refused = bring(ArchivedArticle("7", "T" * 301), comment("1", author=long))
    assert counts["names and titles cut off"] == 2
    assert [remark.partition(":")[0] for remark in refused] == ["article 7", "comment 1"]
