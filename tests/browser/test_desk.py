import pytest
from django.urls import reverse

from articles.models import Comment
from moderation.models import Decision, ReviewItem
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
    with desk.expect_response("**/claim/"):
        desk.keyboard.press("j")
    assert ReviewItem.objects.get(comment=waiting[1]).claimed_by is not None


def test_the_decision_is_announced_to_screen_readers(desk):
    desk.keyboard.press("d")
    desk.locator("[data-done]").wait_for()
    assert "Removed under “personal attacks”." in desk.locator("#announcement").text_content()


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
