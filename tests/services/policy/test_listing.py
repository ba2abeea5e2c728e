import pytest

from moderation.services.policy import listing
from tests.factories import make_article, make_clause, make_comment, make_policy_version, rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy():
    return make_policy_version().policy


def told(policy, *rules):
    hits = listing.hits(policy, [make_clause(rules=rules)])
    return [(own.entry, list(own.words), own.times) for own in hits.entries]


def test_an_entry_is_told_with_the_frequent_words_and_the_comments_that_it_hits(policy):
    make_comment("A moron.")
    both = make_comment("M0r0ns and more morons!")
    make_comment("The moon.")
    hits = listing.hits(policy, [make_clause(rules=[rule("words", "moron\nzzyzx")])])
    (own,) = hits.entries
    assert (own.entry, list(own.words), own.times) == ("moron", ["moron", "morons"], 2)
    assert own.excerpts[0] == (both, "M0r0ns and more morons!")
    assert (hits.more, hits.without, hits.comments_tried) == (0, 1, 3)


def test_entries_of_all_lists_are_told_once_those_that_hit_most_first(policy):
    make_comment("a snake")
    make_comment("a snake and a toad")
    assert told(policy, rule("words", "toad\nsnake"), rule("words", "snake\nperhaps", "queue")) == [
        ("snake", ["snake", "snakes"], 2),
        ("toad", ["toad"], 1),
        ("perhaps", ["perhaps"], 0),
    ]


def test_without_word_lists_nothing_is_asked(policy, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert listing.hits(policy, [make_clause(), make_clause(rules=[rule("links", 1)])]) is None


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_comments_and_lists_costs_one_query(
    policy, number, django_assert_num_queries
):
    for _ in range(number):
        make_comment("a snake")
    clauses = [make_clause(rules=[rule("words", "snake"), rule("words", "oil", "queue")])] * number
    with django_assert_num_queries(1):
        hits = listing.hits(policy, clauses)
    assert {own.entry: own.times for own in hits.entries} == {"snake": number, "oil": 0}


def test_only_the_newest_comments_and_a_few_excerpts_are_shown(policy, monkeypatch):
    monkeypatch.setattr(listing, "COMMENTS_TRIED", 4)
    comments = [make_comment(f"{'x ' * 40}snake number {n}{' y' * 40}") for n in range(6)]
    hits = listing.hits(policy, [make_clause(rules=[rule("words", "snake")])])
    (own,) = hits.entries
    assert (hits.comments_tried, own.times) == (4, 4)
    assert [comment for comment, _ in own.excerpts] == comments[:2:-1]
    assert own.excerpts[0][1] == f"…{'x ' * 20}snake number 5{' y' * 15}…"


def test_each_policy_is_tried_on_the_comments_that_it_judges(policy):
    article = make_article()
    own = make_policy_version(article).policy
    make_comment("a snake", article=article)
    make_comment("snake, snake")
    make_comment("a toad", article=article)
    assert told(own, rule("words", "snake\ntoad")) == [
        ("snake", ["snake", "snakes"], 1),
        ("toad", ["toad"], 1),
    ]
    assert told(policy, rule("words", "snake\ntoad"))[0] == ("snake", ["snake", "snakes"], 1)
