"""Faults of listed words and patterns are put into words in one place, in every language."""

from django.utils.translation import override

from moderation.matching.problems import Fault, Problem
from moderation.models.clause_rules import Rule, RuleKind
from moderation.models.entry_problems import SENTENCES, sentence


def test_every_fault_has_its_words():
    assert set(SENTENCES) == set(Fault)


def test_a_fault_is_told_in_the_language_of_the_page():
    rule = Rule(RuleKind.WORDS, "hold", "moron\nshit*")
    (told,) = rule.problems()
    assert told == (
        "“shit*” has a “*”, which stands for nothing here: list each word as it is written."
    )
    with override("de"):
        assert rule.problems() != [told]
        many = Problem(Fault.TOO_MANY_ENTRIES, number=10_001, most=10_000)
        assert "10.000" in sentence(many)
