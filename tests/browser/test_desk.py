import re

import pytest
from django.urls import reverse

from articles.models import Comment
from moderation.models import Decision, ReviewItem
from moderation.services.decisions import blocking
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

Status = Comment.Status


@pytest.fixture
def waiting():
    """Three comments in the queue, the worst first."""
    clause = make_policy_version().clauses.get(attribute="personal_attack")
    article = make_article()
    comments = []
    for number, probability in enumerate((0.95, 0.9, 0.6)):
        comment = make_comment(f"You idiot number {number}.", article=article)
        make_finding(comment, clause, probability=probability, evidence=[[4, 9, 2.0]])
        make_review_item(comment, priority=probability, probability=probability)
        comments.append(comment)
    return comments


@pytest.fixture
def desk(page, sign_in, waiting):
    sign_in(make_moderator())
    page.goto(reverse("desk:queue"))
    return page


def _statuses():
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def _current(page):
    return page.locator("[data-card][aria-current]").get_attribute("id")


def test_a_moderator_decides_and_undoes_by_key_alone(desk, waiting):
    first, second, third = waiting
    assert _current(desk) == f"card-{first.pk}"
    desk.keyboard.press("d")
    desk.locator("[data-done]").wait_for()
    assert _current(desk) == f"card-{second.pk}"
    desk.keyboard.press("f")
    desk.locator("[data-done]").nth(1).wait_for()
    assert _current(desk) == f"card-{third.pk}"
    assert _statuses() == [Status.REMOVED, Status.PUBLISHED, Status.HELD]
    desk.keyboard.press("z")
    desk.locator(f"#card-{second.pk}").wait_for()
    assert _statuses() == [Status.REMOVED, Status.HELD, Status.HELD]
    assert Decision.objects.get(comment=first).clause.quote == "personal attacks"


def test_keys_move_between_cards(desk, waiting):
    first, second, _ = waiting
    desk.keyboard.press("j")
    assert _current(desk) == f"card-{second.pk}"
    desk.keyboard.press("k")
    assert _current(desk) == f"card-{first.pk}"


def test_keys_typed_into_a_note_decide_nothing(desk, waiting):
    desk.keyboard.press("n")
    desk.keyboard.type("fd zj")
    assert desk.locator(f"#note-{waiting[0].pk}").input_value() == "fd zj"
    desk.keyboard.press("Escape")
    desk.keyboard.press("d")
    desk.locator("[data-done]").wait_for()
    assert Decision.objects.get().note == "fd zj"


def test_the_keys_are_shown_on_a_question_mark(desk):
    desk.keyboard.press("?")
    assert desk.locator("#keys").is_visible()
    desk.keyboard.press("Escape")
    assert not desk.locator("#keys").is_visible()


def test_moving_to_a_card_claims_it(desk, waiting):
    with desk.expect_response(f"**/comments/{waiting[1].pk}/claim/"):
        desk.keyboard.press("j")
    assert ReviewItem.objects.get(comment=waiting[1]).claimed_by is not None


def test_the_decision_is_announced_to_screen_readers(desk):
    desk.keyboard.press("d")
    announced = desk.locator("#announcement", has_text="Removed for “personal attacks”.")
    announced.wait_for(state="attached")


def test_ticked_comments_are_decided_together_and_undone_with_one_key(desk, waiting):
    desk.keyboard.press("x")
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    desk.keyboard.press("b")
    desk.get_by_role("button", name=re.compile("^Remove . selected$")).first.click()
    desk.get_by_text("2 comments removed.").wait_for()
    assert _statuses() == [Status.REMOVED, Status.REMOVED, Status.HELD]
    desk.keyboard.press("z")
    desk.get_by_text("2 comments wait for review again.").wait_for()
    assert _statuses() == [Status.HELD] * 3


def test_new_cases_wait_behind_a_link_and_move_nothing(desk, waiting):
    before = desk.locator("[data-card]").evaluate_all("cards => cards.map(card => card.id)")
    worst = make_comment("You idiot, worst of all.", article=waiting[0].article)
    make_review_item(worst, priority=1.99, probability=0.99)
    desk.evaluate("htmx.trigger('#news', 'news')")
    desk.get_by_role("link", name="1 new").wait_for()
    now = desk.locator("[data-card]").evaluate_all("cards => cards.map(card => card.id)")
    assert now == before
    desk.get_by_role("link", name="1 new").click()
    desk.locator(f"#card-{worst.pk}").wait_for()
    assert _current(desk) == f"card-{worst.pk}"


def test_the_numbers_of_waiting_cases_follow_what_is_decided(desk, waiting):
    count = desk.locator("#count-needs-review")
    assert count.text_content() == str(len(waiting))
    desk.keyboard.press("f")
    desk.locator("[data-done]").wait_for()
    desk.evaluate("htmx.trigger('#news', 'news')")
    desk.locator("#count-needs-review", has_text=str(len(waiting) - 1)).wait_for()


def test_what_another_moderator_decides_shows_on_the_open_card(desk, waiting):
    anna = make_moderator(username="anna")
    comment = waiting[1]
    decide(
        comment=comment, moderator=anna, action="approve", version_token=version_token_of(comment)
    )
    desk.evaluate("htmx.trigger('#news', 'news')")
    claim = desk.locator(f"#claim-{comment.pk}")
    claim.get_by_text("anna approved this at").wait_for()


def test_a_decision_that_came_too_late_says_so_and_changes_nothing(desk, waiting, page):
    anna = make_moderator(username="anna")
    comment = waiting[0]
    # The claim has run out meanwhile: while it lasts, nobody else decides.
    ReviewItem.objects.update(claimed_by=None, claimed_until=None)
    decide(
        comment=comment, moderator=anna, action="approve", version_token=version_token_of(comment)
    )
    with desk.expect_response(lambda answer: answer.status == 409):
        desk.keyboard.press("d")
    desk.locator(f"#card-{comment.pk} .stale").wait_for()
    assert _statuses()[0] == Status.PUBLISHED


def test_the_thread_is_shown_on_request(desk, waiting):
    desk.keyboard.press("p")
    desk.locator(f"#thread-{waiting[0].pk} .neighbour").first.wait_for()


def test_an_author_is_blocked_after_a_preview_and_unblocked_with_one_key(desk, waiting):
    desk.keyboard.press("a")
    desk.get_by_label("Block for a week").check()
    desk.get_by_role("button", name="Preview").click()
    desk.get_by_text("You are blocked from commenting until").wait_for()
    desk.get_by_role("button", name="Block").click()
    desk.wait_for_url("**/desk/")
    assert blocking.block_in_force(waiting[0].author)
    desk.keyboard.press("z")
    desk.get_by_text("The block is lifted.").wait_for()
    assert blocking.block_in_force(waiting[0].author) is None
    assert _statuses()[0] == Status.HELD


def test_a_moderator_works_with_scripts_off(chromium, live_server, client, waiting):
    client.force_login(make_moderator())
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([{**session, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("desk:queue"))
    page.locator(f"#card-{waiting[0].pk}").get_by_role("button", name="Remove").click()
    assert _statuses() == [Status.REMOVED, Status.HELD, Status.HELD]
    page.get_by_role("button", name="Undo").click()
    assert _statuses() == [Status.HELD, Status.HELD, Status.HELD]
    context.close()
