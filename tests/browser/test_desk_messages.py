"""What the desk says is seen and heard, wherever the page was scrolled to."""

import pytest
from django.urls import reverse

from moderation.models import Preferences, ReviewItem
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from tests.factories import (
    make_article,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = [(390, 844), (640, 450), (1280, 900)]
LONG = "idiot, " + "and so it goes on and on. " * 60


@pytest.fixture
def anna():
    return make_moderator(username="anna")


@pytest.fixture
def comments():
    """Ten long comments in the queue, each with a flagged word; the second answers the first."""
    clause = make_policy_version().clauses.get(attribute="personal_attack")
    article, found = make_article(), []
    for number in range(10):
        parent = found[0] if number == 1 else None
        comment = make_comment(f"{LONG}{number}", article=article, parent=parent)
        make_finding(comment, clause, probability=0.9, evidence=[[0, 5, 2.0]])
        make_review_item(comment, priority=0.9 - number / 100, probability=0.9)
        found.append(comment)
    return found


@pytest.fixture
def desk(page, sign_in, anna, comments):
    sign_in(anna)
    page.goto(reverse("desk:queue"))
    page.locator("[data-card][aria-current]").wait_for()
    return page


def _announced(page, text):
    page.locator("#announcement", has_text=text).wait_for(state="attached")


def _is_in_sight(page, selector):
    return page.locator(selector).first.evaluate(
        """element => {
            const box = element.getBoundingClientRect();
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + 2);
            return box.height > 0 && box.top >= 0 && box.top < innerHeight && element.contains(top);
        }"""
    )


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("f", "Approved."),
        ("d", "Removed for “personal attacks”."),
        ("t", "Featured."),
        ("s", "Snoozed for an hour."),
        ("e", "Escalated."),
    ],
)
def test_every_result_and_its_undoing_are_announced(desk, key, text):
    desk.keyboard.press(key)
    if key == "e":
        desk.keyboard.type("A threat?")
        desk.keyboard.press("Enter")
    _announced(desk, text)
    desk.locator("[data-card][aria-current]").wait_for()
    desk.keyboard.press("z")
    _announced(desk, "Undone.")


def test_the_same_result_is_announced_each_time(desk):
    desk.evaluate(
        """() => {
            window.spoken = [];
            const region = document.getElementById("announcement");
            new MutationObserver(() => region.textContent && spoken.push(region.textContent))
                .observe(region, {childList: true});
        }"""
    )
    for number in range(3):
        desk.locator("[data-card][aria-current]").wait_for()
        desk.keyboard.press("f")
        desk.locator("[data-done]").nth(number).wait_for()
    desk.wait_for_function("spoken.length === 3")
    assert [text.split()[0] for text in desk.evaluate("spoken")] == ["Approved."] * 3


def _has_nothing_in_hand(desk):
    """The five minutes of the page's claim are over."""
    desk.wait_for_load_state("networkidle")
    ReviewItem.objects.update(claimed_by=None, claimed_until=None)


def test_a_conflict_and_a_failed_undo_are_announced(desk, comments):
    ben = make_moderator(username="ben")
    _has_nothing_in_hand(desk)
    decide(
        comment=comments[0],
        moderator=ben,
        action="approve",
        version_token=version_token_of(comments[0]),
    )
    desk.keyboard.press("f")
    _announced(desk, "Your decision was not saved.")
    desk.keyboard.press("j")
    desk.keyboard.press("f")
    desk.locator("[data-done]").wait_for()
    decide(
        comment=comments[1],
        moderator=ben,
        action="remove",
        version_token=version_token_of(comments[1]),
    )
    desk.locator("[data-card][aria-current]").wait_for()
    desk.keyboard.press("z")
    _announced(desk, "This cannot be undone")


@pytest.mark.parametrize("size", SIZES)
def test_a_conflict_is_in_sight(desk, comments, size):
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    ben = make_moderator(username="ben")
    comment = comments[3]
    decide(comment=comment, moderator=ben, action="remove", version_token=version_token_of(comment))
    desk.locator(f"#card-{comment.pk}").get_by_role("button", name="Approve").click()
    desk.locator("[data-notice]").wait_for()
    desk.locator("[data-card][aria-current]").wait_for()
    assert _is_in_sight(desk, "[data-notice]")


@pytest.mark.parametrize("size", SIZES)
def test_that_the_site_does_not_answer_is_in_sight_until_it_does(
    another_desk, comments, anna, size
):
    desk = another_desk(anna, viewport={"width": size[0], "height": size[1]})
    desk.locator("[data-card][aria-current]").wait_for()
    desk.context.set_offline(True)
    for _ in range(5):
        desk.keyboard.press("j")
    before = desk.locator(f"#card-{comments[5].pk}").bounding_box()
    desk.locator("#alert:not(:empty)").wait_for()
    assert _is_in_sight(desk, "#alert")
    assert desk.locator(f"#card-{comments[5].pk}").bounding_box() == before
    desk.context.set_offline(False)
    desk.keyboard.press("f")
    desk.locator("[data-done]").wait_for()
    assert desk.locator("#alert").text_content() == ""


@pytest.mark.parametrize("size", SIZES)
def test_what_was_decided_is_in_sight_above_the_next_comment(desk, comments, size):
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    card = desk.locator(f"#card-{comments[3].pk}")
    card.get_by_role("button", name="Approve").click()
    desk.locator("[data-done]").wait_for()
    desk.locator(f"#card-{comments[4].pk}[aria-current]").wait_for()
    assert _is_in_sight(desk, "[data-done]")
    assert _is_in_sight(desk, f"#card-{comments[4].pk}")


@pytest.mark.parametrize("size", SIZES)
def test_a_message_stays_in_sight_without_scripts(another_desk, comments, anna, size):
    decide(
        comment=comments[9],
        moderator=anna,
        action="approve",
        version_token=version_token_of(comments[9]),
    )
    viewport = {"width": size[0], "height": size[1]}
    page = another_desk(anna, java_script_enabled=False, viewport=viewport)
    page.get_by_role("button", name="Undo").click()
    page.locator(".messages", has_text="Undone.").wait_for()
    page.locator(f"#card-{comments[7].pk}").scroll_into_view_if_needed()
    assert _is_in_sight(page, ".messages li")


def test_messages_stick_to_the_top_until_the_next_decision(desk, comments, anna):
    decision = decide(
        comment=comments[9],
        moderator=anna,
        action="approve",
        version_token=version_token_of(comments[9]),
    )
    token = desk.locator("[name=csrfmiddlewaretoken]").first.input_value()
    desk.evaluate(
        """([address, token]) => {
            const form = document.createElement("form");
            Object.assign(form, {method: "post", action: address});
            form.innerHTML = `<input name=csrfmiddlewaretoken value=${token}>`;
            document.body.append(form);
            form.submit();
        }""",
        [reverse("desk:undo", args=[decision.pk]), token],
    )
    desk.locator(".messages", has_text="Undone.").wait_for()
    for _ in range(6):
        desk.keyboard.press("j")
    assert _is_in_sight(desk, ".messages li")
    desk.keyboard.press("f")
    desk.locator("[data-done]").wait_for()
    assert desk.locator(".messages").count() == 0


def _shown_words(page):
    """The colours of the flagged words on the page."""
    return page.locator("mark, .word").evaluate_all(
        "words => words.filter(word => word.checkVisibility())"
        ".map(word => getComputedStyle(word).color)"
    )


COVERED = "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("where", ["the queue", "the log", "the search", "a comment", "a conflict"])
def test_flagged_words_are_covered_wherever_a_comment_is_quoted(
    another_desk, comments, anna, where
):
    Preferences.objects.create(moderator=anna, mask_evidence=True)
    ben = make_moderator(username="ben")
    page = another_desk(anna, java_script_enabled=False)
    answer = comments[1]
    decide(
        comment=comments[5],
        moderator=anna,
        action="remove",
        version_token=version_token_of(comments[5]),
    )
    addresses = {
        "the queue": reverse("desk:queue"),
        "the log": reverse("desk:log"),
        "the search": reverse("desk:search") + "?q=idiot",
        "a comment": reverse("desk:card", args=[answer.pk]),
        "a conflict": reverse("desk:queue"),
    }
    page.goto(addresses[where])
    if where == "a conflict":
        decide(
            comment=answer, moderator=ben, action="approve", version_token=version_token_of(answer)
        )
        page.locator(f"#card-{answer.pk}").get_by_role("button", name="Approve").click()
        page.locator(".stale").wait_for()
    colours = _shown_words(page)
    assert len(colours) == page.locator("body").inner_text().count("idiot")
    assert set(colours) == {COVERED}
