"""Which comment answers which, in whatever order they stand in the archive."""

import pytest

from moderation.services.transfer import importing
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
)
from tests.services.transfer.importing.archive import ARTICLE, bring, comment, parents

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [2, 500])
def test_answers_may_stand_before_what_they_answer(monkeypatch, size):
    monkeypatch.setattr(importing, "BATCH_SIZE", size)
    _, refused = bring(
        ARTICLE, comment("3", parent="2"), comment("2", parent="1"), comment("4"), comment("1")
    )
    assert refused == []
    assert parents() == {"test:1": None, "test:2": "test:1", "test:3": "test:2", "test:4": None}


@pytest.mark.parametrize("size", [1, 2, 500])
@pytest.mark.parametrize("ring", [1, 2, 3, 10])
def test_a_circle_of_answers_is_broken_and_reported(monkeypatch, size, ring):
    monkeypatch.setattr(importing, "BATCH_SIZE", size)
    archive = [comment(str(n), parent=str((n + 1) % ring)) for n in range(ring)]
    _, refused = bring(ARTICLE, *archive)
    assert len(refused) == 1
    assert "answers itself in a circle" in refused[0]
    assert list(parents().values()).count(None) == 1
    assert len(parents()) == ring


def test_ten_levels_of_answers_come_in_whole():
    archive = [comment(str(n), parent=str(n - 1) if n else "") for n in range(10)]
    _, refused = bring(ARTICLE, *archive)
    assert refused == []
    assert parents()["test:9"] == "test:8"


def test_an_answer_to_what_is_missing_stands_on_its_own():
    _, refused = bring(ARTICLE, comment("1", parent="gone"))
    assert refused == ["comment 1: it answers gone, which is missing"]
    assert parents() == {"test:1": None}


def test_an_answer_under_another_article_stands_on_its_own():
    other = ArchivedArticle("8", "Another")
    _, refused = bring(ARTICLE, other, comment("1"), comment("2", article="8", parent="1"))
    assert refused == ["comment 2: it answers a comment under another article"]


def test_answers_are_linked_where_the_run_before_was_killed_ahead_of_it(monkeypatch):
    monkeypatch.setattr(importing, "BATCH_SIZE", 1)
    archive = [ARTICLE, comment("2", parent="1"), comment("1")]

    def killed():
        yield from archive
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.import_archive(killed, source="test")
    assert parents() == {"test:1": None, "test:2": None}
    bring(*archive)
    assert parents() == {"test:1": None, "test:2": "test:1"}


def test_answers_are_linked_when_another_file_brings_what_they_answer():
    bring(ARTICLE, comment("2", parent="1"))
    bring(ARTICLE, comment("1"), comment("2", parent="1"))
    assert parents() == {"test:1": None, "test:2": "test:1"}
