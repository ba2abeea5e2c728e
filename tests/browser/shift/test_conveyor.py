"""The next comment stands where the last one stood; a digit removes for the rule of that number."""

import pytest

from articles.models import Comment
from moderation.models import Decision, PolicyVersion
from moderation.services.policy import drafting
from moderation.services.policy.clause_proposals import ProposedClause
from tests.browser.shift.cards import current, decided, ids, press_until_gone
from tests.factories import make_comment, make_review_item

pytestmark = pytest.mark.django_db(transaction=True)


def _top(page):
    return round(page.locator("[data-card][aria-current]").bounding_box()["y"])


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_the_next_card_stands_where_the_last_one_stood(desk, queue_of, size):
    queue_of(14)
    page = desk()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.keyboard.press("j")
    tops = {_top(page)}
    for _ in range(10):
        press_until_gone(page)
        tops.add(_top(page))
    assert len(tops) == 1


def test_the_decisions_before_are_one_line_whose_undo_reaches_back(desk, queue_of):
    comments = queue_of(4)
    page = desk()
    for _ in range(3):
        press_until_gone(page)
    current(page)
    assert page.locator("[data-done]").count() == 3
    assert page.locator("[data-done]:visible").count() == 1
    for number in (2, 1):
        page.keyboard.press("z")
        page.locator(f"#card-{comments[number].pk}[aria-current]").wait_for()
    left = page.locator("[data-card]").evaluate_all("cards => cards.map(card => card.id)")
    assert left == [f"card-{comment.pk}" for comment in comments[1:]]


def test_an_undone_card_stands_where_the_current_one_stood(desk, queue_of):
    comments = queue_of(4)
    page = desk()
    current(page)
    before = _top(page)
    press_until_gone(page)
    page.keyboard.press("z")
    page.locator(f"#card-{comments[0].pk}[aria-current]").wait_for()
    assert _top(page) == before


def test_what_is_left_and_done_follows_each_decision(desk, queue_of):
    queue_of(3)
    page = desk()
    press_until_gone(page)
    press_until_gone(page, "s")
    current(page)
    assert page.locator("#progress").inner_text() == "1 left · 1 done"
    page.keyboard.press("z")
    page.locator("[data-left='2']").wait_for()
    page.evaluate("htmx.trigger('#news', 'news')")
    page.locator("[data-left='2']").wait_for()
    assert page.locator("#progress").inner_text() == "2 left · 1 done"


def test_a_digit_removes_for_the_rule_of_that_number(desk, queue_of):
    comments = queue_of(2)
    rules = [clause.quote for clause in PolicyVersion.objects.default_version().clauses.all()]
    page = desk()
    current(page)
    shown = page.locator("[data-card][aria-current] .clause").all_inner_texts()
    number = rules.index("profanity") + 1
    assert "".join(shown[0].split()) == f"{rules.index('personal attacks') + 1}personalattacks"
    page.keyboard.press(str(number))
    page.locator(f"#card-{comments[0].pk}").wait_for(state="detached")
    assert Decision.objects.get().clause.quote == "profanity"
    current(page)
    page.keyboard.press("9")
    page.keyboard.press("d")
    page.locator(f"#card-{comments[1].pk}").wait_for(state="detached")
    assert [each.clause.quote for each in Decision.objects.order_by("pk")] == [
        "profanity",
        "personal attacks",
    ]


def test_a_click_on_another_card_meets_what_was_aimed_at(desk, queue_of, article):
    comments = queue_of(3)
    long = make_comment("On and on. " * 80, article=article)
    make_review_item(long, priority=0.999, probability=0.999)
    page = desk()
    assert current(page) == long.pk
    page.locator(f"#card-{comments[1].pk}").get_by_role("button", name="Remove").click()
    page.locator(f"#card-{comments[1].pk}").wait_for(state="detached")
    assert decided() == ids(comments[1:2])


def test_close_rows_show_four_cards_on_a_screen_even_of_a_policy_of_fourteen_rules(desk, queue_of):
    comments = queue_of(6)
    Comment.objects.filter(pk=comments[0].pk).update(text="A remark of some length. " * 10)
    rules = [ProposedClause(None, f"what rule {letter} forbids") for letter in "abcdefghijklmn"]
    policy, text = PolicyVersion.objects.get().policy, ", ".join(rule.quote for rule in rules)
    drafting.publish_text(policy=policy, text=text, clauses=rules)
    page = desk()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Compact").click()
    page.locator("[data-card][aria-current]").wait_for()
    assert page.locator("[data-card][aria-current] .clause:visible").count() == 14
    assert (
        page.locator("[data-card]")
        .nth(3)
        .evaluate("card => card.getBoundingClientRect().bottom <= innerHeight")
    )


def test_a_whole_card_has_room_on_a_phone_and_shows_no_keys(another_desk, queue_of, anna):
    queue_of(2)
    page = another_desk(
        anna, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page.locator("[data-card][aria-current]").wait_for()
    box = page.locator("[data-card]").first.bounding_box()
    assert (page.evaluate("scrollY"), box["y"] + box["height"] <= 844) == (0, True)
    assert page.locator("kbd:visible").count() == 0
