import pytest

from moderation.services.policy import sample
from moderation.services.policy.reach import will_never_flag
from tests.factories import make_clause, make_comment, make_policy_version, make_score, rule

pytestmark = pytest.mark.django_db

CERTAIN = (
    "Nothing will ever be flagged under this clause: it starts at 100%, and no score is so high."
)
FOR_PEOPLE = (
    "Nothing is flagged under this clause automatically: it has no classifier and no rules. "
    "Only moderators remove under it."
)


def told(*clauses):
    newest = sample.recent(make_policy_version().policy)
    return [will_never_flag(clause, clauses, newest) for clause in clauses]


def preceded_by(quote):
    return (
        f"Nothing will ever be flagged under this clause: “{quote}” measures the same and is at "
        "least as strict at every score, so it is always cited instead."
    )


def test_a_clause_that_starts_at_certainty_never_flags():
    assert told(make_clause(queue_at=1.0, hold_at=1.0)) == [CERTAIN]
    assert told(make_clause(queue_at=0.99, hold_at=1.0)) == [""]


def test_a_score_that_was_certain_refutes_that():
    make_score(make_comment(), personal_attack=1.0)
    assert told(make_clause(queue_at=1.0, hold_at=1.0)) == [""]


def test_rules_flag_whatever_the_thresholds():
    assert told(make_clause(queue_at=1.0, hold_at=1.0, rules=[rule("links", 1)])) == [""]


def test_a_clause_for_people_says_that_only_people_remove_under_it():
    assert told(make_clause(attribute="")) == [FOR_PEOPLE]


def test_a_clause_that_another_always_precedes_never_flags():
    strict = make_clause(quote="bullying", queue_at=0.4, hold_at=0.7, remove_at=0.9)
    assert told(make_clause(), strict) == [preceded_by("bullying"), ""]


def test_of_equal_clauses_the_later_never_flags():
    assert told(make_clause(quote="insults"), make_clause()) == ["", preceded_by("insults")]


def test_a_clause_that_is_stricter_somewhere_flags():
    late = make_clause(quote="bullying", queue_at=0.6, hold_at=0.6)
    assert told(make_clause(queue_at=0.5, hold_at=0.9), late) == ["", ""]


def test_several_clauses_together_may_precede_one():
    early = make_clause(quote="bullying", queue_at=0.4, hold_at=0.9)
    severe = make_clause(quote="abuse", queue_at=0.8, hold_at=0.8)
    middle = make_clause(quote="insults", queue_at=0.5, hold_at=0.9)
    assert told(early, severe, middle) == ["", "", preceded_by("bullying")]


def test_a_clause_with_another_attribute_precedes_nothing():
    assert told(make_clause(), make_clause(attribute="threat", queue_at=0.1)) == ["", ""]
