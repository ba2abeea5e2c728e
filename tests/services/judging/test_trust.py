from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.models import Finding, Policy, ReviewItem, Score, Trust
from moderation.services.judging import scoring
from tests.factories import make_author, make_comment, make_policy_version

pytestmark = pytest.mark.django_db

Level, Reason = Trust.Level, Finding.Reason
QUEUED, HELD, CALM = "[personal_attack 0.6]", "[personal_attack 0.9]", "Calm."


@pytest.fixture(autouse=True)
def site(written_release):
    version = make_policy_version()
    version.clauses.update(queue_at=0.5, hold_at=0.8)
    return Policy.objects.get(pk=version.policy_id)


def author_with(level, **fields):
    author = make_author()
    Trust.objects.create(author=author, level=level, **fields)
    return author


def posted(text, author=None):
    """A scored comment: its status, its reasons, and how many cases wait."""
    comment = make_comment(text, author=author or make_author())
    scoring.score([comment])
    comment.refresh_from_db()
    reasons = {finding.reason for finding in comment.findings.all()}
    return comment.status, reasons, ReviewItem.objects.open().filter(comment=comment).count()


def test_what_would_be_queued_of_a_trusted_author_is_published_without_a_case():
    assert posted(QUEUED) == ("published", {Reason.CLAUSE}, 1)
    trusted = author_with(Level.TRUSTED)
    assert posted(QUEUED, trusted) == ("published", {Reason.CLAUSE, Reason.TRUSTED}, 0)
    assert Score.objects.get(comment__author=trusted).verdict == "publish"


def test_what_would_be_held_or_removed_of_a_trusted_author_still_is(site):
    trusted = author_with(Level.TRUSTED)
    assert posted(HELD, trusted) == ("held", {Reason.CLAUSE}, 1)
    site.versions.get().clauses.update(remove_at=0.85)
    assert posted(HELD, trusted) == ("removed", {Reason.CLAUSE}, 0)


def test_premoderation_holds_comments_of_trusted_authors_too(site):
    Policy.objects.filter(pk=site.pk).update(moderation=Policy.Moderation.PRE)
    assert posted(CALM, author_with(Level.TRUSTED)) == ("held", {Reason.PREMODERATED}, 1)


def test_every_comment_of_an_author_who_is_always_held_waits_and_says_why():
    assert posted(CALM, author_with(Level.HELD)) == ("held", {Reason.ALWAYS_HELD}, 1)


def test_a_published_comment_is_not_hidden_when_its_author_is_to_be_held():
    comment = make_comment(CALM, author=author_with(Level.HELD), status="published")
    scoring.score([comment])
    comment.refresh_from_db()
    assert comment.status == "published"


def test_the_last_entry_holds_until_it_is_over():
    author = author_with(Level.TRUSTED)
    Trust.objects.create(author=author, level=Level.ORDINARY)
    assert posted(QUEUED, author) == ("published", {Reason.CLAUSE}, 1)
    over = author_with(Level.HELD, until=timezone.now() - timedelta(seconds=1))
    assert posted(CALM, over) == ("published", set(), 0)
    lasts = author_with(Level.HELD, until=timezone.now() + timedelta(hours=1))
    assert posted(CALM, lasts) == ("held", {Reason.ALWAYS_HELD}, 1)


def test_the_author_is_told_that_their_comments_are_reviewed():
    author = author_with(Level.HELD)
    posted(CALM, author)
    assert [n.explanation for n in author.notices.all()] == [
        "Your comments are reviewed before they are published."
    ]
