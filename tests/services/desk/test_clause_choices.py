"""The rules that a card offers for a removal, and their keys."""

import pytest

from moderation.models import Clause
from moderation.services.desk.clause_choices import Choices


@pytest.fixture
def clauses():
    quotes = ("profanity", "personal attacks", "Other  material", "threats", "other material")
    return [Clause(pk=number, quote=quote) for number, quote in enumerate(quotes, start=1)]


def _shown(choices):
    return [(choice.key, choice.clause.pk) for choice in choices]


def test_clauses_with_equal_quotes_are_one_choice(clauses):
    assert _shown(Choices(clauses).led_by([])) == [("1", 1), ("2", 2), ("3", 3), ("4", 4)]


def test_a_likely_clause_comes_first_and_keeps_its_number(clauses):
    assert _shown(Choices(clauses).led_by([clauses[3]])) == [("4", 4), ("1", 1), ("2", 2), ("3", 3)]


def test_of_clauses_with_equal_quotes_the_likely_one_is_cited(clauses):
    assert _shown(Choices(clauses).led_by([clauses[4]])) == [("3", 5), ("1", 1), ("2", 2), ("4", 4)]


def test_the_tenth_clause_has_two_keys_and_the_nineteenth_none():
    many = [Clause(pk=number, quote=f"rule {number}") for number in range(1, 20)]
    keys = [choice.key for choice in Choices(many).led_by([])]
    assert [keys[0], keys[8], keys[9], keys[17], keys[18]] == ["1", "9", "01", "09", ""]
