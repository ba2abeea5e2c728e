from datetime import UTC, datetime

import pytest

from moderation.models import PolicyVersion
from moderation.services.policy import drafting, posted
from moderation.services.policy.posted import Applied
from tests.factories import make_clause, make_policy_version, rule
from tests.services.policy.publishing import publish


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"attribute": ""}, Applied.PEOPLE),
        ({"attribute": "", "remove_at": 0.9}, Applied.PEOPLE),
        ({"attribute": "", "rules": [rule("links", 3)]}, Applied.SIGNS),
        ({"attribute": "", "rules": [rule("links", 3, "remove")]}, Applied.REMOVES),
        ({}, Applied.SOFTWARE),
        ({"rules": [rule("words", "moron", "queue")]}, Applied.SOFTWARE),
        ({"rules": [rule("words", "moron", "remove")]}, Applied.REMOVES),
        ({"remove_at": 0.95}, Applied.REMOVES),
        ({"remove_at": 0.0, "hold_at": 0.0, "queue_at": 0.0}, Applied.REMOVES),
    ],
)
def test_a_rule_says_how_it_is_applied(fields, expected):
    assert posted.applied(make_clause(**fields)) == expected


def test_clauses_with_the_same_words_are_one_rule_applied_as_the_furthest_of_them():
    clauses = [
        make_clause(quote="other material", attribute="threat"),
        make_clause(quote="spam", attribute=""),
        make_clause(quote="Other  Material", attribute="toxicity", remove_at=0.9),
        make_clause(quote="other material", attribute=""),
    ]
    shown = [(r.number, r.quote, r.anchor, r.applied) for r in posted.rules(clauses)]
    assert shown == [
        (1, "other material", "rule-other-material", Applied.REMOVES),
        (2, "spam", "rule-spam", Applied.PEOPLE),
    ]


def test_a_text_is_cut_into_paragraphs_that_say_which_words_are_a_rule():
    rules = posted.rules([make_clause(quote="b\n\nc"), make_clause(quote="c d")])
    cut = posted.paragraphs("a b\r\n\r\nc d\ne\n\n\n\nf\n\n", rules)
    told = [
        [(p.text, [r.number for r in p.rules], [r.number for r in p.ended]) for p in pieces]
        for pieces in cut
    ]
    assert told == [
        [("a ", [], []), ("b", [1], [])],
        [("c", [1, 2], [1]), (" d", [2], [2]), ("\ne", [], [])],
        [("f", [], [])],
    ]


def test_a_text_without_rules_is_its_paragraphs():
    assert posted.paragraphs("", []) == []
    assert posted.paragraphs("a", []) == [[posted.Piece("a")]]


@pytest.mark.django_db
class TestSince:
    @pytest.fixture(autouse=True)
    def _classifier(self, written_release):
        pass

    @pytest.fixture
    def versions(self):
        """Versions of January to April: "spam" comes, goes and comes back; "ads" stays."""
        policy = make_policy_version().policy
        PolicyVersion.objects.all().update(published_at=datetime(2025, 1, 1, tzinfo=UTC))
        ads, spam = ({"quote": word, "attribute": ""} for word in ("ads", "spam"))
        for month, clauses in enumerate([[ads, spam], [ads], [{**ads, "quote": "ADS"}, spam]], 2):
            version = publish(policy, *(make_clause(**fields) for fields in clauses))
            version.published_at = datetime(2025, month, 1, tzinfo=UTC)
            version.save()
        return {version.number: version for version in policy.versions.select_related("policy")}

    def test_a_rule_is_in_force_since_its_words_stand_in_every_version(self, versions):
        def months(number):
            return {anchor: day.month for anchor, day in posted.since(versions[number]).items()}

        assert months(1) == {"rule-profanity": 1, "rule-personal-attacks": 1}
        assert months(2) == {"rule-ads": 2, "rule-spam": 2}
        assert months(3) == {"rule-ads": 2}
        assert months(4) == {"rule-ads": 2, "rule-spam": 4}

    def test_a_draft_does_not_count(self, versions):
        draft = drafting.draft_of(policy=versions[4].policy)
        drafting.save(draft=draft, text="No bots.", clauses=[make_clause(quote="bots")])
        assert sorted(posted.since(versions[4])) == ["rule-ads", "rule-spam"]

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_costs_two_queries_for_any_number_of_versions(
        self, versions, number, django_assert_num_queries
    ):
        with django_assert_num_queries(2):
            posted.since(versions[number])


@pytest.mark.django_db
def test_the_changes_are_told_without_thresholds_and_lists(written_release):
    first = make_policy_version()
    second = publish(
        first.policy,
        make_clause(quote="personal attacks", queue_at=0.3, remove_at=0.9),
        make_clause(quote="spam", attribute="", rules=[rule("words", "secret")]),
    )
    third = publish(
        first.policy,
        make_clause(quote="Personal attacks", queue_at=0.2, remove_at=0.95),
        make_clause(quote="spam", attribute="", rules=[rule("words", "other")]),
        text=second.text.replace(" ", "  "),
    )
    assert posted.changes(None, first) == ["This is the first version."]
    assert posted.changes(first, second) == [
        "The text was changed.",
        "New rule: “spam”.",
        "No longer a rule: “profanity”.",
        "“personal attacks” is applied otherwise. Now: Software removes what it is sure of; "
        "people decide the rest, and you can appeal. Before: Software looks for this; people "
        "decide.",
    ]
    assert posted.changes(second, third) == ["Nothing changed for readers."]
