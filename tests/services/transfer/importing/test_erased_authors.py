"""An archive does not bring back the words of authors who were erased here."""

import pytest

from articles.models import Author, Comment
from moderation.services.readers import personal_data
from moderation.services.transfer.archives.records import (
    ArchivedAuthor,
)
from tests.services.transfer.importing.archive import ARTICLE, bring, comment, parents

pytestmark = pytest.mark.django_db


class TestAfterAnErasure:
    OTHER = ArchivedAuthor("ben", "Ben", "ben@example.org")

    def archive(self):
        return [
            ARTICLE,
            comment("2", "A reply.", author=self.OTHER, parent="1"),
            comment("1", "My words."),
        ]

    def erase(self):
        personal_data.erase(Author.objects.get(name="Ani"))

    def test_an_archive_brings_neither_the_erased_nor_their_words_back(self):
        bring(*self.archive())
        self.erase()
        before = list(Comment.objects.values()), list(Author.objects.values())
        counts, _ = bring(*self.archive(), ArchivedAuthor("ani", "Ani", "ani@example.org"))
        assert (counts["comments"], counts["comments already there"]) == (0, 2)
        assert (list(Comment.objects.values()), list(Author.objects.values())) == before

    def test_a_run_that_goes_on_links_answers_to_what_was_emptied(self):
        bring(ARTICLE, comment("1", "My words."))
        self.erase()
        bring(*self.archive())
        assert Comment.objects.get(text="A reply.").parent.text == ""

    def test_what_else_the_erased_wrote_is_left_out_and_counted(self):
        bring(*self.archive())
        self.erase()
        counts, told = bring(*self.archive(), comment("3", "More words."))
        assert counts["left out, comment by an erased author"] == 1
        assert told == ["comment 3: its author was erased on this site"]
        assert not Comment.objects.filter(text="More words.").exists()

    def test_nothing_here_tells_who_they_were_at_the_source(self):
        bring(*self.archive())
        self.erase()
        kept = [*Author.objects.values_list("source_id", flat=True), *parents()]
        assert [source_id for source_id in kept if source_id in ("test:ani", "test:1")] == []

    def test_erasing_twice_keeps_what_recognises_them(self):
        bring(*self.archive())
        author = Author.objects.get(name="Ani")
        personal_data.erase(author)
        personal_data.erase(author)
        counts, _ = bring(*self.archive())
        assert counts["comments already there"] == 2
