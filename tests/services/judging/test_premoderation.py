from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Comment
from moderation.models import AuthorRecord, Decision, Finding, Policy
from moderation.services.decisions import deciding, undoing
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import scoring
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
)

pytestmark = pytest.mark.django_db

Reason = Finding.Reason
PRE, POST = Policy.Moderation.PRE, Policy.Moderation.POST
APPROVE, REMOVE = Decision.Action.APPROVE, Decision.Action.REMOVE


@pytest.fixture(autouse=True)
def site(written_release):
    """The site's policy, as a query to change."""
    return Policy.objects.filter(pk=make_policy_version().policy_id)


def posted(**fields):
    """A harmless comment, scored: its status and why."""
    comment = make_comment(**fields)
    scoring.score([comment])
    comment.refresh_from_db()
    return comment.status, [finding.reason for finding in comment.findings.all()]


def decide(comment, action):
    comment.refresh_from_db()
    return deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=action,
        version_token=version_token_of(comment),
    )


def record_of(author, *actions):
    for action in actions:
        decide(make_comment(author=author), action)


def test_without_premoderation_a_harmless_comment_is_published():
    assert posted() == ("published", [])


def test_a_premoderated_site_holds_every_comment(site):
    site.update(moderation=PRE)
    assert posted() == ("held", [Reason.PREMODERATED])


@pytest.mark.parametrize(
    ("of_site", "of_article", "status"),
    [(POST, PRE, "held"), (PRE, POST, "published"), (PRE, "", "held"), ("", "", "published")],
)
def test_an_article_may_differ_from_the_site(site, of_site, of_article, status):
    site.update(moderation=of_site)
    article = make_article()
    Policy.objects.create(article=article, moderation=of_article)
    assert posted(article=article)[0] == status


def test_the_author_is_told_that_every_comment_is_read_first(site):
    site.update(moderation=PRE)
    comment = make_comment()
    scoring.score([comment])
    assert "are reviewed before publication" in comment.notices.get().explanation


def test_a_later_rule_hides_no_published_comment(site):
    comment = make_comment()
    scoring.score([comment])
    site.update(moderation=PRE)
    comment.refresh_from_db()
    scoring.score([comment])
    comment.refresh_from_db()
    assert comment.status == Comment.Status.PUBLISHED


def test_a_held_comment_stays_held_until_a_person_decides(site):
    site.update(moderation=PRE)
    comment = make_comment()
    scoring.score([comment])
    scoring.score([comment])
    comment.refresh_from_db()
    assert comment.status == Comment.Status.HELD
    decide(comment, APPROVE)
    comment.refresh_from_db()
    scoring.score([comment])
    comment.refresh_from_db()
    assert comment.status == Comment.Status.PUBLISHED


def test_an_imported_archive_is_not_held_back(site):
    site.update(moderation=PRE, approvals_of_new_authors=3)
    assert posted(source_id="wxr:1") == ("published", [])


def test_a_new_author_is_held_until_enough_was_approved(site):
    site.update(approvals_of_new_authors=2)
    author = make_author()
    record_of(author, APPROVE)
    assert posted(author=author) == ("held", [Reason.NEW_AUTHOR])
    record_of(author, APPROVE)
    assert posted(author=author) == ("published", [])


def test_a_single_removal_is_not_a_record_yet(site):
    site.update(record_share=0.3, record_minimum=5)
    author = make_author()
    record_of(author, REMOVE)
    assert posted(author=author) == ("published", [])


@pytest.mark.parametrize(
    ("removals", "approvals", "status"),
    [(2, 3, "held"), (1, 4, "published"), (3, 1, "published"), (5, 0, "held")],
)
def test_a_share_of_removals_counts_from_the_minimum_on(site, removals, approvals, status):
    site.update(record_share=0.4, record_minimum=5)
    author = make_author()
    record_of(author, *[REMOVE] * removals, *[APPROVE] * approvals)
    assert posted(author=author)[0] == status


def test_old_decisions_do_not_count(site):
    site.update(record_share=0.3, record_minimum=1, record_days=30)
    author = make_author()
    old = make_comment(author=author)
    Decision.objects.create(
        comment=old,
        action=REMOVE,
        moderator=make_moderator(),
        status_before="published",
        status_after="removed",
        decided_at=timezone.now() - timedelta(days=31),
    )
    assert posted(author=author)[0] == "published"


def test_an_undone_removal_does_not_count(site):
    site.update(record_share=0.3, record_minimum=1)
    author = make_author()
    decision = decide(make_comment(author=author), REMOVE)
    undoing.undo(decision=decision, moderator=decision.moderator)
    assert posted(author=author)[0] == "published"


def test_only_the_last_decision_on_a_comment_counts(site):
    site.update(record_share=0.3, record_minimum=1)
    author = make_author()
    comment = make_comment(author=author)
    decide(comment, REMOVE)
    decide(comment, APPROVE)
    assert posted(author=author)[0] == "published"


def test_three_comments_take_as_many_queries_as_one(site):
    site.update(moderation=POST, approvals_of_new_authors=1, record_share=0.3)
    AuthorRecord.objects.create(author=make_author(), approved=4)

    def queries(number):
        comments = [make_comment() for _ in range(number)]
        with CaptureQueriesContext(connection) as captured:
            scoring.judge(comments)
        return len(captured)

    assert queries(3) == queries(1)
