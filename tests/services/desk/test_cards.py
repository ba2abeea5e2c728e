import pytest
from django.utils import timezone

from moderation.models import Decision, Finding, Policy, Report
from moderation.services.decisions import cases
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from moderation.services.desk import cards
from moderation.services.policy import drafting
from tests.factories import (
    CLAUSES,
    POLICY_TEXT,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db


def _report(comment, clause, number=1):
    for _ in range(number):
        reporter = f"reader-{Report.objects.count()}"
        Report.objects.create(comment=comment, clause=clause, reporter=reporter, network=reporter)


def _card(comment):
    return cards.of_comment(comment.pk, make_moderator())


def _quotes(clauses):
    return [clause.quote for clause in clauses]


def test_what_readers_report_most_is_preselected():
    version, comment = make_policy_version(), make_comment()
    _report(comment, version.clauses.get(quote="profanity"))
    _report(comment, version.clauses.get(quote="personal attacks"), 2)
    card = _card(comment)
    assert card.preselected.quote == "personal attacks"
    assert _quotes(card.clauses) == ["personal attacks", "profanity"]


def test_what_the_classifier_found_comes_before_what_readers_report():
    version, comment = make_policy_version(), make_comment()
    make_finding(comment, version.clauses.get(quote="profanity"))
    _report(comment, version.clauses.get(quote="personal attacks"), 2)
    assert _card(comment).preselected.quote == "profanity"


def test_a_report_under_an_older_version_preselects_the_clause_in_force():
    comment = make_comment()
    _report(comment, make_policy_version().clauses.get(quote="personal attacks"))
    current = make_policy_version()
    card = _card(comment)
    assert card.preselected == current.clauses.get(quote="personal attacks")
    assert {clause.version for clause in card.clauses} == {current}


def test_a_report_of_a_clause_that_is_gone_preselects_nothing():
    comment = make_comment()
    _report(comment, make_policy_version().clauses.get(quote="personal attacks"))
    drafting.publish_text(policy=Policy.objects.get(), text=POLICY_TEXT, clauses=CLAUSES[:1])
    assert _card(comment).preselected is None


def test_a_report_without_a_clause_preselects_nothing():
    make_policy_version()
    comment = make_comment()
    _report(comment, None)
    assert _card(comment).preselected is None


def test_what_others_decided_before_a_case_was_opened_is_not_news():
    item = make_review_item()
    anna, ben = make_moderator(), make_moderator()
    token = version_token_of(item.comment)
    decide(comment=item.comment, moderator=ben, action=Decision.Action.APPROVE, version_token=token)
    assert [card.earlier.moderator for card in cards.in_other_hands([item.comment_id], anna)] == [
        ben
    ]
    cases.open_case(comment=item.comment, queue="reported", reports=1)
    assert cards.in_other_hands([item.comment_id], anna) == []


@pytest.mark.parametrize("number", [1, 3])
def test_cards_with_reports_and_quoted_parents_take_the_same_number_of_queries(
    number, django_assert_num_queries
):
    version = make_policy_version()
    items = []
    for _ in range(number):
        parent = make_comment("you idiot")
        make_finding(parent, version.clauses.first())
        comment = make_comment(parent=parent, edited_at=timezone.now())
        _report(comment, version.clauses.first())
        items.append(make_review_item(comment))
    moderator = make_moderator()
    with django_assert_num_queries(10):
        for card in cards.of_items(items, moderator):
            list(card.comment.parent.findings.all())


def test_what_else_was_found_names_equal_quotes_once_and_what_has_no_line_of_its_own():
    version, comment = make_policy_version(), make_comment()
    first = version.clauses.get(quote="personal attacks")
    make_finding(comment, first, probability=0.9)
    make_finding(comment, first, probability=0.8)
    card = _card(comment)
    assert card.also_found == []
    for reason in ("watched", "new_author", "not_read"):
        make_finding(comment, first, reason=reason, probability=0.1)
    Finding.objects.exclude(reason="clause").update(clause=None)
    assert [finding.reason for finding in _card(comment).also_found] == ["new_author"]
