"""The rules that a card offers for a removal, and their digits."""

import pytest

from moderation.models import Clause
from moderation.services.desk.clause_choices import Choices


@pytest.fixture
def clauses():
    quotes = ("profanity", "personal attacks", "Other  material", "threats", "other material")
    return [Clause(pk=number, quote=quote) for number, quote in enumerate(quotes, start=1)]


def _shown(choices):
    return [(choice.number, choice.clause.pk) for choice in choices]


def test_clauses_with_equal_quotes_are_one_choice(clauses):
    assert _shown(Choices(clauses).citing([])) == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_choices_stand_in_the_order_of_the_policy_whichever_is_likely(clauses):
    assert _shown(Choices(clauses).citing([clauses[3]])) == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_of_clauses_with_equal_quotes_the_likely_one_is_cited(clauses):
    assert _shown(Choices(clauses).citing([clauses[4]])) == [(1, 1), (2, 2), (3, 5), (4, 4)]


def test_a_tenth_clause_has_no_digit():
    many = [Clause(pk=number, quote=f"rule {number}") for number in range(1, 12)]
    assert [choice.number for choice in Choices(many).citing([])] == [*range(1, 10), None, None]
