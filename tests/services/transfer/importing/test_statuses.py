"""What was shown, withheld or removed at the source, and what is decided about it here."""

import pytest
from django.contrib.auth.models import User

from articles.models import Comment
from moderation.models import AuthorRecord, Decision, Notice, ReviewItem, Score
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import scoring
from moderation.services.transfer import source_decisions
from moderation.services.transfer.archives.records import (
    ArchivedAuthor,
)
from tests.factories import (
    make_moderator,
)
from tests.services.transfer.importing.archive import (
    ARTICLE,
    HELD,
    PUBLISHED,
    REMOVED,
    bring,
    comment,
)

pytestmark = pytest.mark.django_db


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
