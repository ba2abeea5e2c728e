"""Comments under a policy of which several clauses share an attribute."""

import pytest

from articles.models import Comment
from moderation.models import Finding, Policy
from moderation.services.judging import scoring
from moderation.services.policy import drafting
from tests.factories import make_clause, make_comment, rule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("written_release")]

TEXT = "We remove insults, and bullying in particular."
INSULTS = {"quote": "insults", "queue_at": 0.5, "hold_at": 0.9}
BULLYING = {"quote": "bullying", "queue_at": 0.7, "hold_at": 0.8}


def publish(*clauses):
    policy, _ = Policy.objects.get_or_create(article=None)
    draft = drafting.draft_of(policy=policy)
    written = [make_clause(**fields) for fields in clauses]
    drafting.save(draft=draft, text=TEXT, clauses=written)
    drafting.publish(draft=draft, published_by=None)


def cited(text):
    comment = make_comment(text)
    scoring.score([comment])
    return [
        (finding.clause.quote, finding.reason, finding.verdict)
        for finding in comment.findings.order_by("pk")
    ]


@pytest.mark.parametrize(
    ("probability", "expected"),
    [
        (0.4, []),
        (0.6, [("insults", "clause", "queue")]),
        (0.75, [("insults", "clause", "queue")]),
        (0.85, [("bullying", "clause", "hold")]),
        (0.95, [("bullying", "clause", "hold")]),
    ],
)
def test_one_finding_cites_the_strictest_clause(probability, expected):
    publish(INSULTS, BULLYING)
    assert cited(f"[personal_attack {probability}]") == expected


def test_the_clause_that_lists_the_words_is_cited_with_the_severest_verdict():
    listing = {**BULLYING, "rules": [rule("words", "personal_attack", "queue")]}
    publish({**INSULTS, "hold_at": 0.6}, listing)
    assert cited("[personal_attack 0.65]") == [("bullying", Finding.Reason.WORDS, "hold")]
    assert Comment.objects.get().status == Comment.Status.HELD


def test_other_words_are_cited_under_their_own_clause():
    publish(INSULTS, {**BULLYING, "rules": [rule("words", "loser", "queue")]})
    assert sorted(cited("[personal_attack 0.6] loser")) == [
        ("bullying", "words", "queue"),
        ("insults", "clause", "queue"),
    ]


def test_a_clause_that_measures_something_else_is_cited_beside_the_list():
    listing = {"quote": "remove", "attribute": "", "rules": [rule("words", "personal_attack")]}
    publish(INSULTS, listing)
    assert sorted(cited("[personal_attack 0.6]")) == [
        ("insults", "clause", "queue"),
        ("remove", "words", "hold"),
    ]
