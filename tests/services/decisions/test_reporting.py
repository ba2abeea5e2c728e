import pytest
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision, Report, ReviewItem
from moderation.services.decisions import deciding, reporting
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.reporting import ReportRefused
from moderation.services.judging import scoring
from tests.factories import make_comment, make_moderator, make_policy_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(written_release):
    make_policy_version()
    comment = make_comment(status=Comment.Status.PUBLISHED)
    scoring.score([comment])
    return comment


def report(comment, person="ani", network=None, **fields):
    return reporting.report(
        comment=comment, reporter=person, network=network or f"network of {person}", **fields
    )


def cases(comment):
    return [(item.queue, item.reports) for item in comment.review_items.open()]


def approve(comment):
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.APPROVE,
        version_token=version_token_of(comment),
    )


def test_a_report_names_the_clause_and_opens_a_case(comment):
    clause = comment.scores.get().policy_version.clauses.first()
    assert report(comment, clause=clause, note="Look.")
    made = Report.objects.get()
    assert (made.clause, made.note) == (clause, "Look.")
    assert cases(comment) == [(ReviewItem.Queue.REPORTED, 1)]


def test_one_person_reports_a_comment_once(comment):
    report(comment)
    assert not report(comment)
    assert Report.objects.count() == 1
    assert cases(comment) == [(ReviewItem.Queue.REPORTED, 1)]


def test_many_names_from_one_network_count_once(comment):
    for number in range(10):
        report(comment, f"name {number}", network="one room")
    assert Report.objects.count() == 10
    assert cases(comment) == [(ReviewItem.Queue.REPORTED, 1)]


def test_reports_from_many_networks_add_up(comment):
    for person in ("ani", "ben", "eva"):
        report(comment, person)
    assert cases(comment) == [(ReviewItem.Queue.REPORTED, 3)]


def test_a_network_that_reports_everything_is_stopped(comment):
    for _ in range(reporting.REPORTS_PER_HOUR):
        report(make_comment(article=comment.article), network="one room")
    with pytest.raises(ReportRefused):
        report(comment, network="one room")
    assert cases(comment) == []


def test_the_nightly_scoring_leaves_a_reported_case_open(comment):
    report(comment)
    scoring.score([comment])
    assert cases(comment) == [(ReviewItem.Queue.REPORTED, 1)]


def test_a_comment_that_was_approved_is_read_again_only_when_several_report_it(comment):
    approve(comment)
    report(comment, "ani")
    report(comment, "ben")
    assert cases(comment) == []
    report(comment, "eva")
    assert cases(comment) == [(ReviewItem.Queue.REPORTED, 1)]


def test_a_comment_that_was_changed_after_its_approval_is_read_at_the_first_report(comment):
    approve(comment)
    Comment.objects.update(edited_at=timezone.now())
    comment.refresh_from_db()
    report(comment)
    assert cases(comment) == [(ReviewItem.Queue.REPORTED, 1)]
