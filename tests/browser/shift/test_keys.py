"""Each press of a key or a button decides what it was meant for, and nothing by accident."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision, PolicyVersion
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from moderation.services.policy import drafting
from moderation.services.policy.clause_proposals import ProposedClause
from tests.browser.shift.cards import current, decided, ids, settle

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_held_key_decides_one_comment(desk, queue_of):
    comments = queue_of(5)
    page = desk()
    card = current(page)
    for _ in range(40):
        page.keyboard.down("f")
    page.locator(f"#card-{card}").wait_for(state="detached")
    assert current(page) == comments[1].pk
    for _ in range(40):
        page.keyboard.down("f")
    settle(page)
    page.keyboard.up("f")
    assert decided() == [comments[0].pk]


@pytest.mark.parametrize("key", ["f", "d", "s", "e", "t", "z"])
def test_a_held_key_acts_once(desk, queue_of, anna, key):
    comments = queue_of(5)
    for comment in comments[:2]:
        decide(
            comment=comment,
            moderator=anna,
            action="approve",
            version_token=version_token_of(comment),
        )
    page = desk()
    current(page)
    for _ in range(40):
        page.keyboard.down(key)
    page.keyboard.up(key)
    settle(page)
    assert Decision.objects.count() <= 3


def test_presses_while_a_decision_is_on_its_way_decide_nothing(desk, queue_of):
    comments = queue_of(5)
    page = desk()
    waiting = []

    def keep(route):
        waiting.append(route)

    page.route("**/decide/", keep)
    with page.expect_request("**/decide/"):
        page.keyboard.press("f")
    for key in "fdtsezj":
        page.keyboard.press(key)
    waiting[0].continue_()
    page.locator(f"#card-{comments[1].pk}[aria-current]").wait_for()
    settle(page)
    assert len(waiting) == 1
    assert decided() == [comments[0].pk]


def test_the_second_click_of_a_double_click_does_not_decide_the_next_comment(desk, queue_of):
    comments = queue_of(5)
    page = desk()
    page.locator(f"#card-{comments[0].pk}").get_by_role("button", name="Approve").dblclick()
    page.locator("[data-done]").wait_for()
    button = page.locator(f"#card-{comments[1].pk}").get_by_role("button", name="Approve")
    button.click(click_count=2)
    settle(page)
    assert decided() == ids(comments[:2])


def test_two_keys_remove_for_a_rule_beyond_the_ninth(desk, queue_of, article):
    comments = queue_of(4)
    policy = PolicyVersion.objects.get().policy
    texts = [f"rule {letter}" for letter in "abcdefghijkl"]
    clauses = [ProposedClause(None, text) for text in texts]
    drafting.publish_text(policy=policy, text=", ".join(texts), clauses=clauses)
    page = desk()
    for place, keys in ((0, "02"), (2, "0j2"), (3, "0x9")):
        current(page)
        for key in keys:
            page.keyboard.press(key)
        page.locator(f"#card-{comments[place].pk}").wait_for(state="detached")
    cited = Decision.objects.order_by("pk").values_list("comment", "clause__quote")
    assert list(cited) == [
        (comments[0].pk, "rule k"),
        (comments[2].pk, "rule b"),
        (comments[3].pk, "rule i"),
    ]


@pytest.mark.parametrize("keys", ["Shift+f", "Control+f", "Alt+f", "Meta+f"])
def test_a_key_with_another_held_down_decides_nothing(desk, queue_of, keys):
    queue_of(2)
    page = desk()
    current(page)
    page.keyboard.press(keys)
    settle(page)
    assert decided() == []


def _type(page, **event):
    page.evaluate(
        "event => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {bubbles: true, ...event}))",
        event,
    )


def test_keys_of_an_input_method_decide_nothing(desk, queue_of):
    queue_of(2)
    page = desk()
    current(page)
    _type(page, key="f", isComposing=True)
    _type(page, key="f", keyCode=229)
    _type(page, key="f", modifierAltGraph=True)
    _type(page, key="Process")
    settle(page)
    assert decided() == []


def test_caps_lock_changes_no_key(desk, queue_of):
    comments = queue_of(2)
    page = desk()
    current(page)
    _type(page, key="F", modifierCapsLock=True)
    page.locator("[data-done]").wait_for()
    _type(page, key="d", shiftKey=True, modifierCapsLock=True)
    settle(page)
    assert decided() == [comments[0].pk]


@pytest.mark.parametrize("scripts", [True, False])
def test_enter_in_a_field_decides_nothing(another_desk, queue_of, anna, scripts):
    comments = queue_of(2)
    page = another_desk(anna, java_script_enabled=scripts)
    address = page.url
    for field in (f"#note-{comments[0].pk}", f"#card-{comments[0].pk} [name=pick]"):
        page.locator(field).focus()
        page.keyboard.press("Enter")
        settle(page)
    page = page.context.new_page()  # Enter on a tick may still be on its way to another page
    page.goto(reverse("desk:author", args=[comments[0].pk]))
    page.get_by_label("Block for a week").check()
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Block").wait_for()
    page.get_by_label("Block for a week").press("Enter")
    settle(page)
    assert address.endswith("/desk/")
    assert decided() == []


def test_an_edited_text_is_not_decided_by_the_key_that_was_meant_for_the_former(desk, queue_of):
    comment, _ = queue_of(2)
    page = desk()
    current(page)
    Comment.objects.filter(pk=comment.pk).update(text="New words.", edited_at=timezone.now())
    page.keyboard.press("f")
    page.locator(f"#card-{comment.pk}", has_text="New words.").wait_for()
    current(page)
    page.keyboard.press("f")
    settle(page)
    assert decided() == []
    page.get_by_text("Decide anyway").click()
    page.keyboard.press("f")
    page.locator("[data-done]").wait_for()
    assert decided() == [comment.pk]
