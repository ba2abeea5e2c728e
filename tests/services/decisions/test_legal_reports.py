from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from moderation.models import Decision, LegalReport, Notice, ReviewItem
from moderation.models.review import ILLEGAL
from moderation.services.decisions import deciding, legal_reports, undoing
from moderation.services.decisions.appeal_settlement import NotIndependentError
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.legal_reports import LegalReportRefused
from moderation.services.judging import scoring
from moderation.services.readers import legal_mail, mailing
from moderation.services.transfer import legal_figures, transparency
from tests.factories import make_comment, make_moderator, make_policy_version, make_review_item
from tests.racing import race

pytestmark = pytest.mark.django_db

Action = Decision.Action
ALL = {
    "since": timezone.now() - timedelta(days=1),
    "until": timezone.now() + timedelta(days=1),
}


@pytest.fixture
def comment():
    make_policy_version()
    return make_comment("Hang him.", status="published")


def reported(comment, reporter="ani", **fields):
    given = {"explanation": "Section 111 of the penal code.", "name": "Ani", "email": "a@b.org"}
    made, _ = legal_reports.file(
        comment=comment, reporter=reporter, network="here", **{**given, **fields}
    )
    return made


def decided(comment, action=Action.REMOVE, moderator=None):
    comment.refresh_from_db()
    return deciding.decide(
        comment=comment,
        moderator=moderator or make_moderator(),
        action=action,
        version_token=version_token_of(comment),
    )


def states():
    return list(LegalReport.objects.order_by("pk").values_list("status", flat=True))


def test_its_case_stands_ahead_of_all_others_and_stays_there_when_it_is_scored(
    comment, written_release
):
    make_review_item(priority=2.5)
    reported(comment)
    item = ReviewItem.objects.open().order_by("-priority").first()
    assert (item.comment, item.reports, item.legal_reports) == (comment, 1, 1)
    scoring.score([comment])
    item.refresh_from_db()
    assert item.status == "open"
    assert item.priority >= ILLEGAL


def test_it_opens_the_case_of_a_comment_that_a_person_approved(comment):
    decided(comment, Action.APPROVE)
    reported(comment)
    assert ReviewItem.objects.open().get().comment == comment


def test_a_second_report_of_the_same_person_is_the_first_one(comment):
    first = reported(comment)
    again, is_new = legal_reports.file(
        comment=comment, reporter="ani", network="here", explanation="Again."
    )
    assert (again, is_new) == (first, False)
    assert ReviewItem.objects.open().get().legal_reports == 1


def test_a_decision_answers_every_report_and_an_undo_opens_them_again(comment):
    reported(comment)
    reported(comment, "ben")
    decision = decided(comment)
    assert states() == ["answered", "answered"]
    assert {report.decision for report in LegalReport.objects.all()} == {decision}
    undoing.undo(decision=decision, moderator=make_moderator())
    assert states() == ["received", "received"]
    assert ReviewItem.objects.open().get().legal_reports == 2


def test_a_contested_answer_is_decided_by_somebody_else(comment):
    anna, ben = make_moderator(), make_moderator()
    report = reported(comment)
    decided(comment, Action.APPROVE, anna)
    legal_reports.contest(report=report, objection="Read it again.")
    with pytest.raises(NotIndependentError):
        decided(comment, Action.REMOVE, anna)
    review = decided(comment, Action.REMOVE, ben)
    report.refresh_from_db()
    assert (report.status, report.review, report.last_decision) == ("reviewed", review, review)
    undoing.undo(decision=review, moderator=ben)
    assert states() == ["contested"]


def test_an_answer_is_contested_once(comment):
    report = reported(comment)
    with pytest.raises(LegalReportRefused):
        legal_reports.contest(report=report, objection="Too early.")
    decided(comment, Action.APPROVE)
    legal_reports.contest(report=report, objection="No.")
    decided(comment, Action.APPROVE)
    with pytest.raises(LegalReportRefused):
        legal_reports.contest(report=report, objection="No again.")


def test_a_report_that_was_granted_is_not_contested(comment, client):
    report = reported(comment)
    decided(comment, Action.REMOVE)
    with pytest.raises(LegalReportRefused):
        legal_reports.contest(report=report, objection="No.")
    assert "contest the decision" not in client.get(report.get_absolute_url()).content.decode()


def test_too_many_reports_of_one_network_are_refused(comment):
    for number in range(legal_reports.REPORTS_PER_HOUR):
        reported(comment, f"reader {number}")
    with pytest.raises(LegalReportRefused, match="Please try again in an hour"):
        reported(comment, "one more")


def test_the_reporter_gets_a_receipt_and_after_a_while_the_decision_by_e_mail(comment):
    report = reported(comment)
    reported(comment, "nameless", name="", email="")
    assert (legal_mail.send_due(), legal_mail.send_due()) == (1, 0)
    decided(comment)
    assert legal_mail.send_due() == 0
    LegalReport.objects.update(answered_at=timezone.now() - mailing.GRACE)
    assert (legal_mail.send_due(), legal_mail.send_due()) == (1, 0)
    receipt, answer = mail.outbox
    assert [sent.to for sent in mail.outbox] == [["a@b.org"], ["a@b.org"]]
    assert "We have received your report" in receipt.subject
    assert "It was removed." in answer.body
    assert report.get_absolute_url() in answer.body
    assert "Hang him" not in receipt.body + answer.body


def test_the_statement_of_reasons_says_that_it_came_from_such_a_report(comment):
    reported(comment)
    decided(comment)
    assert Notice.objects.get().kind == "removed"
    (statement,) = transparency.statements(**ALL)
    assert statement["source_type"] == "SOURCE_ARTICLE_16"


def test_the_figures_count_reports_and_their_decisions_without_a_name(comment):
    kept = make_comment(status="published")
    reported(comment)
    report = reported(kept)
    decided(comment)
    decided(kept, Action.APPROVE)
    legal_reports.contest(report=report, objection="No.")
    decided(kept)
    figures = {row["figure"]: row["number"] for row in legal_figures.figures(**ALL)}
    assert figures == {
        "received": 2,
        "answered": 2,
        "removed": 2,
        "words removed": 0,
        "left published": 0,
        "decided by software": 0,
        "median hours until the decision": 0.0,
        "contested": 1,
        "decided otherwise after that": 1,
    }
    rows = list(legal_figures.legal_reports(**ALL))
    assert [row["action"] for row in rows] == ["remove", "remove"]
    assert "Ani" not in str(rows)


@pytest.mark.django_db(transaction=True)
def test_a_report_that_comes_with_a_decision_is_answered_or_opens_a_case():
    make_policy_version()
    for number in range(5):
        comment = make_review_item(make_comment(status="published")).comment
        token, moderator = version_token_of(comment), make_moderator()
        race(
            lambda c=comment, n=number: reported(c, f"reader {n}"),
            lambda c=comment, t=token, m=moderator: deciding.decide(
                comment=c, moderator=m, action=Action.APPROVE, version_token=t
            ),
        )
        is_open = ReviewItem.objects.open().filter(comment=comment, legal_reports=1).exists()
        report = LegalReport.objects.get(comment=comment)
        assert (report.status == "answered") != is_open


@pytest.mark.django_db(transaction=True)
def test_of_two_objections_at_once_one_counts():
    make_policy_version()
    comment = make_comment(status="published")
    report = reported(comment)
    decided(comment, Action.APPROVE)
    results = race(
        *(lambda: legal_reports.contest(report=report, objection="No.") for _ in range(3))
    )
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["LegalReport", "LegalReportRefused", "LegalReportRefused"]
