import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.models import Preferences, Report, ReviewItem
from moderation.services.desk import listing, sparing
from moderation.services.desk.listing import Filters, Order
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db

Queue = ReviewItem.Queue
SPREAD = Preferences(spread_severe=True)


def cases():
    return listing.cases(Queue.NEEDS_REVIEW, Filters(), moderator=make_moderator())


def walk(order, preferences, size):
    """The cases of all pages, one page after the other."""
    shown, after = [], ""
    while True:
        page = sparing.page(cases(), order, preferences, after=after, size=size)
        shown += page.items
        after = page.next
        if not after:
            return shown


def queue_of(kinds):
    """Cases, the worst first: severe where `kinds` has an s."""
    article, author = make_article(), make_author()
    for place, kind in enumerate(kinds):
        comment = make_comment(str(place), article=article, author=author)
        probability = 0.99 - place / 100
        make_review_item(comment, priority=probability, probability=probability, severe=kind == "s")


def kinds_of(items):
    return "".join("s" if item.severe else "." for item in items)


def test_one_case_of_four_is_severe_while_there_are_others():
    queue_of("ssss.........")
    assert kinds_of(walk(Order.WORST, SPREAD, 8)) == "...s...s...ss"
    assert kinds_of(walk(Order.WORST, Preferences(), 8)) == "ssss........."


def test_each_kind_keeps_the_order_of_the_queue():
    queue_of("s.s.s.s.....")
    shown = walk(Order.WORST, SPREAD, 8)
    for severe in (True, False):
        priorities = [item.priority for item in shown if item.severe == severe]
        assert priorities == sorted(priorities, reverse=True)


@given(
    kinds=st.text("s.", max_size=20),
    size=st.integers(1, 9),
    order=st.sampled_from([order for order in Order if order != Order.DUE]),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_case_is_skipped_or_shown_twice(db, kinds, size, order):
    ReviewItem.objects.all().delete()
    queue_of(kinds)
    shown = [item.pk for item in walk(order, SPREAD, size)]
    assert sorted(shown) == sorted(ReviewItem.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("after", ["x", "~", "~x", "1_2~zz", "~~", "9" * 40])
def test_a_key_that_is_none_gives_a_first_page(after):
    queue_of("..s.")
    assert len(sparing.page(cases(), Order.WORST, SPREAD, after=after).items) == 4


def test_cases_of_a_rule_that_is_passed_over_wait_for_others():
    version = make_policy_version()
    profanity, attack = (version.clauses.get(quote=q) for q in ("profanity", "personal attacks"))
    items = {}
    for name, found, reported in (
        ("found", profanity, None),
        ("found too", profanity, attack),
        ("reported", None, profanity),
        ("another's", attack, None),
        ("none", None, None),
    ):
        item = make_review_item(make_comment(name))
        items[name] = item
        if found:
            make_finding(item.comment, found)
        if reported:
            Report.objects.create(comment=item.comment, clause=reported, reporter="r", network="n")
    preferences = Preferences(passed_over=["profanity"])
    left = set(sparing.for_moderator(cases(), preferences))
    others = set(sparing.for_others(cases(), preferences))
    assert left == {items["another's"], items["none"]}
    assert others == {items["found"], items["found too"], items["reported"]}


def test_who_passes_over_nothing_sees_every_case():
    make_review_item()
    assert sparing.for_moderator(cases(), Preferences()).count() == 1
    assert sparing.for_others(cases(), Preferences()).count() == 0
