import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import folded
from moderation.services.readers import rule_links
from tests.factories import make_policy_version


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("personal attacks", "rule-personal-attacks"),
        ("Personal\n Attacks", "rule-personal-attacks"),
        ("Beleidigungen über alles", "rule-beleidigungen-über-alles"),
        ("личные нападки", "rule-личные-нападки"),
        ("c++", "rule-c-cedb1b"),
        ("c", "rule-c"),
        ("a-b", "rule-a-b-d44362"),
        ("!!!", "rule-e84c53"),
    ],
)
def test_an_anchor_says_the_words(quote, expected):
    assert rule_links.anchor(quote) == expected


def test_a_long_quote_has_a_short_anchor_of_its_own():
    first, second = (rule_links.anchor("word " * 40 + end) for end in ("one", "two"))
    assert first != second
    assert len(first) < 80


@given(st.text(alphabet="abÄ1-_+.,① \n'\"<>", max_size=12), st.text(alphabet="abÄ1-_+.,① \n"))
def test_anchors_are_equal_only_for_the_same_words(one, other):
    same = folded(one) == folded(other)
    assert (rule_links.anchor(one) == rule_links.anchor(other)) == same


@given(st.text(max_size=40))
def test_an_anchor_can_stand_in_an_address_and_in_html(quote):
    assert not set(rule_links.anchor(quote)) & set(" \t\n\"'<>&#%")


@pytest.mark.django_db
def test_the_path_leads_to_the_rule_in_its_version():
    version = make_policy_version()
    clause = version.clauses.first()
    clause.quote = "für alle"
    expected = f"/policies/{version.policy_id}/versions/1/#rule-f%C3%BCr-alle"
    assert rule_links.path(clause) == expected
