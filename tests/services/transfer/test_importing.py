import tracemalloc
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.contrib.auth.models import User

from articles import names, posting
from articles.models import Article, Author, Comment
from articles.signals import CommentRefused
from moderation.models import AuthorRecord, Decision, Notice, Reach, ReviewItem, Score
from moderation.services.decisions import blocking, deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import scoring
from moderation.services.readers import personal_data
from moderation.services.transfer import exporting, importing, source_decisions, tables
from moderation.services.transfer.archives import READERS
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    ArchivedComment,
    Unreadable,
)
from tests.archives.exports import wxr
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
)

pytestmark = pytest.mark.django_db

ANI = ArchivedAuthor("ani", "Ani", "ani@example.org")
ARTICLE = ArchivedArticle("7", "A summit", "a-summit")
PUBLISHED, HELD, REMOVED = Comment.Status
NOON = datetime(2019, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def version(written_release):
    return make_policy_version()


def comment(own_id, text="Hello.", **fields):
    defaults = {"article": "7", "author": ANI, "posted_at": NOON, "status": PUBLISHED}
    return ArchivedComment(id=own_id, text=text, **{**defaults, **fields})


def bring(*records, source="test"):
    refused = []
    summary = importing.import_archive(
        lambda: iter(records), source=source, on_remark=refused.append
    )
    return summary.counts, [f"{found.where}: {found.why}" for found in refused]


def parents():
    return {
        c.source_id: c.parent.source_id if c.parent else None
        for c in Comment.objects.select_related("parent")
    }


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


def test_what_was_shown_or_removed_at_the_source_stays_so():
    bring(
        ARTICLE,
        comment("1", "[personal_attack 0.95]"),
        comment("2", status=REMOVED),
        comment("3", "[personal_attack 0.95]", status=HELD),
        comment("4", status=HELD),
    )
    statuses = dict(Comment.objects.values_list("source_id", "status"))
    assert statuses == {
        "test:1": PUBLISHED,
        "test:2": REMOVED,
        "test:3": HELD,
        "test:4": PUBLISHED,
    }
    scoring.score(list(Comment.objects.all()))
    assert dict(Comment.objects.values_list("source_id", "status")) == statuses


def test_every_comment_is_scored_and_nobody_is_written_to():
    bring(ARTICLE, comment("1", "[personal_attack 0.95]"), comment("2", status=HELD))
    assert Score.objects.count() == 2
    assert not Notice.objects.exists()


def test_decisions_at_the_source_count_in_the_author_s_record():
    bring(ARTICLE, comment("1"), comment("2"), comment("3", status=REMOVED))
    record = AuthorRecord.objects.get()
    assert (record.approved, record.removed) == (2, 1)
    assert not User.objects.get(username=source_decisions.IMPORTER).is_active


def test_duplicated_ids_come_in_once_and_the_first_one_counts():
    counts, refused = bring(ARTICLE, comment("1", "First."), comment("1", "Second."))
    assert Comment.objects.get().text == "First."
    assert refused == ["comment 1: its id came before: the first comment of it is kept"]
    assert counts["left out, repeated comment"] == 1


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


def test_a_comment_without_its_article_is_reported():
    counts, refused = bring(comment("1"), Unreadable("line 9", "it is torn"))
    assert refused == [
        "line 9: it is torn",
        f"comment 1: its article 7 is missing: {importing.WITH_ITS_ARTICLE}",
    ]
    assert (counts["unreadable"], counts["comments"]) == (2, 0)


@pytest.mark.parametrize("size", [1, 2, 500])
def test_comments_may_stand_before_their_article(monkeypatch, size):
    monkeypatch.setattr(importing, "BATCH_SIZE", size)
    archive = [comment("2", parent="1"), comment("1"), comment("3"), comment("3"), ARTICLE]
    counts, refused = bring(*archive)
    assert refused == ["comment 3: its id came before: the first comment of it is kept"]
    assert parents() == {"test:1": None, "test:2": "test:1", "test:3": None}
    assert counts["comments"] == 3
    before = list(Comment.objects.values())
    bring(*archive)
    assert list(Comment.objects.values()) == before


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


def test_what_a_system_withheld_waits_whatever_it_scores():
    bring(ARTICLE, comment("1", status=HELD, withheld=True), comment("2", status=HELD))
    statuses = {"test:1": HELD, "test:2": PUBLISHED}
    for _ in range(2):
        assert dict(Comment.objects.values_list("source_id", "status")) == statuses
        item = ReviewItem.objects.open().get()
        assert item.comment.source_id == "test:1"
        assert [f.get_reason_display() for f in item.comment.findings.all()] == [
            "Was withheld before the import"
        ]
        scoring.score(list(Comment.objects.all()))


def test_who_looked_at_what_was_withheld_has_the_last_word():
    bring(ARTICLE, comment("1", status=HELD, withheld=True))
    withheld = Comment.objects.get()
    deciding.decide(
        comment=withheld,
        moderator=make_moderator(),
        action=Decision.Action.APPROVE,
        version_token=version_token_of(withheld),
    )
    scoring.score(list(Comment.objects.all()))
    assert Comment.objects.get().status == PUBLISHED
    assert not ReviewItem.objects.open().exists()


def test_a_closed_discussion_takes_no_comments():
    bring(ArchivedArticle("7", "A summit", closed=True), comment("1"))
    with pytest.raises(CommentRefused, match="closed"):
        posting.post(article=Article.objects.get(), author=make_author(), text="Hello?")
    assert Comment.objects.get().status == PUBLISHED


@pytest.mark.parametrize(("closed", "after"), [(True, "closed"), (False, "open")])
def test_an_article_that_is_here_is_closed_where_it_was_at_the_source(closed, after):
    make_article(slug="a-summit")
    bring(ArchivedArticle("7", "A summit", "a-summit", closed=closed))
    assert Article.objects.get().commenting == after


def test_an_article_whose_title_makes_no_short_name_joins_no_other():
    here = make_article(slug="article")
    bring(ArchivedArticle("7", "גשר"), comment("1"))
    assert Comment.objects.get().article != here


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


def test_names_and_titles_that_are_too_long_are_named():
    long = ArchivedAuthor("y", "N" * 81)
    counts, refused = bring(ArchivedArticle("7", "T" * 301), comment("1", author=long))
    assert counts["names and titles cut off"] == 2
    assert [remark.partition(":")[0] for remark in refused] == ["article 7", "comment 1"]


def test_an_address_that_no_database_keeps_is_left_out():
    local, domain = "a" * 60, ".".join(["b" * 60] * 4)
    bring(ARTICLE, comment("1", author=ArchivedAuthor("x", "X", f"{local}@{domain}.example")))
    assert Author.objects.get().email == ""


def test_an_article_that_is_here_already_takes_the_comments():
    here = make_article(slug="a-summit", body="As edited here.")
    bring(ARTICLE, comment("1"))
    assert Comment.objects.get().article == here
    assert Article.objects.get().body == "As edited here."


def test_two_articles_of_one_short_name_stay_two():
    bring(ARTICLE, ArchivedArticle("8", "Another", "a-summit"), comment("1", article="8"))
    assert Article.objects.count() == 2
    assert Comment.objects.get().article.title == "Another"


def test_the_same_ids_of_two_sources_are_kept_apart():
    bring(ARTICLE, comment("1"), source="one")
    bring(ArchivedArticle("7", "Other"), comment("1"), source="two")
    assert Comment.objects.count() == 2


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


@pytest.mark.parametrize("status", [PUBLISHED, HELD])
def test_a_bad_name_holds_a_comment_that_was_shown_at_the_source(status):
    vile = ArchivedAuthor("vile", "Ann [profanity 0.95]")
    counts, _ = bring(ARTICLE, comment("1", author=vile, status=status), comment("2"))
    bad, calm = Comment.objects.order_by("pk")
    assert [bad.status, calm.status] == [HELD, PUBLISHED]
    assert [(f.part, f.verdict) for f in bad.findings.all()] == [("name", "hold")]
    assert [bad.decisions.count(), calm.decisions.count()] == [0, 1]
    assert counts["comments held for their names"] == (status == PUBLISHED)


def test_a_removed_comment_stays_removed_whatever_its_name():
    bring(ARTICLE, comment("1", author=ArchivedAuthor("v", "[profanity 0.95]"), status=REMOVED))
    assert Comment.objects.get().status == REMOVED


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
