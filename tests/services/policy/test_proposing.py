import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import folded
from moderation.services.policy import proposing
from moderation.services.policy.clause_proposals import propose_clauses
from tests.factories import make_clause, rule

TEXT = """We remove insults and bullying.
No advertising, please, and do not post the same comment again and again.
Stay on topic. Vulgar
language is not allowed.
"""


def told(clauses):
    return [(clause.attribute, clause.quote) for clause in clauses]


def test_each_prohibition_starts_as_a_clause_with_its_thresholds_or_its_rule():
    started = proposing.started(propose_clauses(TEXT))
    assert [(c.attribute, c.quote, c.queue_at, c.rules, c.is_for_people) for c in started] == [
        ("personal_attack", "insults", 0.5, [], False),
        ("personal_attack", "bullying", 0.5, [], False),
        ("", "advertising", 1.0, [rule("links", 3)], False),
        ("", "same comment again and again", 1.0, [rule("repeats", 3)], False),
        ("", "Stay on topic", 1.0, [], True),
        ("profanity", "Vulgar language", 0.5, [], False),
    ]


def test_what_has_a_clause_is_not_proposed_again():
    present = [
        make_clause(attribute="personal_attack", quote="INSULTS  and bullying"),
        make_clause(attribute="", quote="Vulgar language"),
        make_clause(attribute="", quote="advertising, please"),
    ]
    assert told(proposing.proposals(TEXT, present)) == [
        ("", "same comment again and again"),
        ("", "Stay on topic"),
    ]


def test_general_words_stand_in_for_attributes_that_no_clause_measures():
    text = "Offensive comments will be removed."
    present = [make_clause(attribute="threat", quote="comments")]
    proposed = proposing.proposals(text, present)
    assert sorted(clause.attribute for clause in proposed) == [
        "identity_attack",
        "personal_attack",
        "profanity",
        "toxicity",
    ]


def test_words_that_stand_twice_are_one_clause():
    proposed = proposing.proposals("No insults here. We remove insults there too.", [])
    assert told(proposed) == [("personal_attack", "insults")]


def test_no_more_are_proposed_than_the_page_holds():
    text = "\n".join(f"- No advertising of product number {n}." for n in range(80))
    present = [make_clause(quote=f"rule {n}") for n in range(48)]
    assert len(proposing.proposals(text, present)) <= 2


@given(st.text())
def test_every_proposal_quotes_the_text_and_none_is_proposed_twice(text):
    proposed = proposing.proposals(text, [])
    assert all(proposing.says(text, clause.quote) for clause in proposed)
    keys = [(folded(clause.quote), clause.attribute) for clause in proposed]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("words", "said"),
    [("Personal\nATTACKS", True), ("attacks", True), ("threats", False), (" ", False)],
)
def test_a_quote_may_differ_in_case_and_line_breaks_only(words, said):
    assert proposing.says("No personal attacks, please.", words) == said


@pytest.mark.parametrize(
    ("words", "attribute", "rules"),
    [
        ("remove insults", "personal_attack", []),
        ("advertising", "", [rule("links", 3)]),
        ("please", "", []),
    ],
)
def test_selected_words_become_a_clause_as_they_are_understood(words, attribute, rules):
    clause = proposing.clause_of(TEXT, words)
    assert (clause.quote, clause.attribute, clause.rules) == (words, attribute, rules)


NEWER = """Personal abuse will be taken down. Keep to the subject of the article.
Adverts are not allowed. Nor is blasphemy."""


def test_a_clause_moves_to_the_words_of_a_new_text_that_are_about_the_same():
    clauses = [
        make_clause(attribute="personal_attack", quote="insults"),
        make_clause(attribute="", quote="advertising", rules=[rule("links", 2, "queue")]),
        make_clause(attribute="threat", quote="threats"),
        make_clause(attribute="", quote="Keep to the topic of the article"),
        make_clause(attribute="", quote="blasphemy"),
    ]
    assert proposing.moved(NEWER, clauses) == {
        0: "Personal abuse",
        1: "Adverts",
        3: "Keep to the subject",
    }


def test_of_two_clauses_the_one_with_more_similar_words_moves():
    clauses = [make_clause(quote="insults"), make_clause(quote="calling names")]
    assert proposing.moved("No name-calling.", clauses) == {1: "name-calling"}
