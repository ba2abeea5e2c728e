"""What the page says about each clause before it is published."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Comment
from moderation.classifiers.base import ReleaseError
from moderation.models import Clause, Decision, PolicyExample
from moderation.services.judging import fallback, scoring
from moderation.services.policy import drafting
from tests.factories import make_comment, make_moderator, rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(policy):
    return drafting.draft_of(policy=policy)


def save(draft, *clauses):
    drafting.save(draft=draft, text=draft.text, clauses=[Clause(**own) for own in clauses])


def page_of(client, address):
    return " ".join(client.get(address).content.decode().split())


def attacks(*probabilities):
    comments = [make_comment(f"<i>You</i> [personal_attack {p}]") for p in probabilities]
    scoring.score(comments)
    return comments


ATTACKS = {
    "quote": "<personal> attacks",
    "attribute": "personal_attack",
    "queue_at": 0.5,
    "hold_at": 0.8,
}
THREE = ("personal_attack", "threat", "profanity")


def test_each_clause_has_its_counts_its_plot_and_its_examples(client, address, draft):
    attacks(0.4, 0.6, 0.7, 0.9)
    save(draft, ATTACKS)
    page = page_of(client, address)
    assert "<summary>3 of 4 comments flagged</summary>" in page
    assert "<p>2 sent to review, 1 hidden until reviewed, 0 removed; duplicates count" in page
    title = (
        "Flagged per day under “&lt;personal&gt; attacks”: 2 sent to review, 1 hidden, 0 removed"
    )
    assert f'role="img" aria-label="{title}"' in page
    rows = re.findall(r"<td>(\d+%)</td> <td>([\w ]+)</td> <td>\s*<a href", page)
    assert rows == [
        ("60%", "Send to review"),
        ("70%", "Send to review"),
        ("90%", "Hide until reviewed"),
    ]
    assert "&lt;i&gt;You&lt;/i&gt;" in page
    assert "<i>You</i>" not in page


def test_the_cases_a_day_leave_duplicates_out(client, address, draft):
    scoring.score([make_comment(text) for text in ("[personal_attack 0.9]",) * 3])
    attacks(0.6)
    save(draft, ATTACKS)
    page = page_of(client, address)
    told = re.search(r'<p class="cases">(.*?)</p>', page)[1]
    assert re.findall(r"<b>([\d.]+)</b>", told) == ["0.03", "0.03", "0"]
    assert page.count("<summary>4 of 4 comments flagged</summary>") == 1


def test_a_clause_that_never_flags_says_so(client, address, draft):
    save(draft, {**ATTACKS, "queue_at": 1.0, "hold_at": 1.0}, {"quote": "attacks"})
    page = page_of(client, address)
    assert "Nothing will ever be flagged under this clause: it starts at 100%, and no score" in page
    assert "Only moderators remove under it." in page


def test_a_decision_that_the_clause_contradicts_is_linked_and_named(client, address, draft):
    (comment,) = attacks(0.9)
    anna = make_moderator(username="anna")
    Decision.objects.create(
        comment=comment,
        action=Decision.Action.APPROVE,
        moderator=anna,
        status_before=Comment.Status.HELD,
        status_after=Comment.Status.PUBLISHED,
    )
    save(draft, ATTACKS)
    page = page_of(client, address)
    assert "<h3>Contradicts people's decisions: 1</h3>" in page
    assert "Approve, by <bdi>anna</bdi>" in page
    assert f'<a href="/desk/comments/{comment.pk}/">' in page


def test_each_example_shows_its_verdict_and_the_clause(client, address, draft):
    for text in ("Kind.", "[personal_attack 0.6]", "[broken]"):
        PolicyExample.objects.create(policy=draft.policy, text=text, expectation="flag")
    save(draft, ATTACKS)
    page = page_of(client, address)
    assert page.count("(fails)") == 1
    found = re.findall(r'<span class="result"> (.*?) </span>', page)
    assert found == [
        "Publish.",
        "Send to review, under <q>&lt;personal&gt; attacks</q>.",
        "Hide until reviewed: the classifier fails on this text.",
    ]


def test_examples_stay_on_the_page_without_a_classifier(client, address, policy, monkeypatch):
    def fail():
        raise ReleaseError("No classifier.")

    PolicyExample.objects.create(policy=policy, text="Kind.", expectation="flag")
    monkeypatch.setattr(fallback, "active", fail)
    page = page_of(client, address)
    assert "Not judged: no classifier can be used at the moment." in page
    assert "(fails)" not in page


def test_the_page_takes_as_many_queries_for_three_clauses_as_for_one(client, address, draft):
    def queries(number):
        attacks(*[0.9] * number)
        listed = {**ATTACKS, "rules": [rule("words", "you")]}
        save(draft, *[{**listed, "attribute": name} for name in THREE[:number]])
        PolicyExample.objects.create(
            policy=draft.policy, text=f"Kind {number}.", expectation="pass"
        )
        with CaptureQueriesContext(connection) as captured:
            page_of(client, address)
        return len(captured)

    page_of(client, address)
    assert queries(1) == queries(3)
