"""Which cases are severe, as they are judged and as people open them."""

import pytest

from articles.models import Comment
from moderation.classifiers.base import Attribute
from moderation.models import Policy, ReviewItem
from moderation.services.decisions import cases
from moderation.services.judging import scoring
from moderation.services.policy import drafting
from moderation.services.policy.clause_proposals import ProposedClause
from tests.factories import make_comment, make_finding, make_review_item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def version(written_release):
    clauses = [
        ProposedClause(Attribute.PERSONAL_ATTACK, "insults"),
        ProposedClause(Attribute.THREAT, "threats"),
    ]
    policy = Policy.objects.create()
    return drafting.publish_text(policy=policy, text="No insults, no threats.", clauses=clauses)


def is_severe(comment):
    return ReviewItem.objects.open().get(comment=comment).severe


@pytest.mark.parametrize(
    ("text", "severe"), [("[threat 0.9]", True), ("[personal_attack 0.9]", False)]
)
def test_a_case_is_severe_if_a_finding_is(text, severe):
    comment = make_comment(text)
    scoring.score([comment])
    assert is_severe(comment) == severe


def test_an_edit_that_takes_the_threat_away_makes_the_case_another():
    comment = make_comment("[threat 0.9]")
    scoring.score([comment])
    Comment.objects.filter(pk=comment.pk).update(text="[personal_attack 0.9]")
    comment.refresh_from_db()
    scoring.score([comment])
    assert not is_severe(comment)


def test_a_case_that_readers_open_is_as_severe_as_what_was_found(version):
    threat = version.clauses.get(attribute="threat")
    severe, other = make_comment(status="published"), make_comment(status="published")
    make_finding(severe, threat)
    for comment in (severe, other):
        cases.open_case(comment=comment, queue=ReviewItem.Queue.REPORTED, reports=1)
    assert (is_severe(severe), is_severe(other)) == (True, False)


def test_a_case_is_not_severe_before_it_is_judged():
    assert not make_review_item().severe
