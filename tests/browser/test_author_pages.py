"""Removing words by keyboard; no axe violation on the pages about authors, strikes and watches."""

import pytest
from django.urls import reverse

from articles.models import Comment
from moderation.models import Watch
from moderation.services.decisions import legal_reports, watching
from tests.browser.accessibility import violations
from tests.factories import make_article, make_comment, make_moderator, make_policy_version
from tests.services.decisions.test_strikes import struck

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Well said, fool, and nothing more."


@pytest.fixture
def comment(settings):
    settings.STRIKE_LADDER = ["2:warning", "3:week"]
    make_policy_version()
    struck(1, 2, 3)
    return make_comment(TEXT, status=Comment.Status.PUBLISHED)


@pytest.fixture
def anna(sign_in):
    anna = make_moderator(username="anna")
    watching.watch(article=make_article(), moderator=anna, treatment=Watch.Treatment.FIRST)
    sign_in(anna)
    return anna


def test_no_page_violates_a_rule_of_axe(page, anna, comment):
    report, _ = legal_reports.file(
        comment=comment, reporter="ani", network="here", explanation="Section 111."
    )
    addresses = [
        reverse("desk:trust", args=[comment.author_id]),
        reverse("desk:strikes"),
        reverse("desk:watches"),
        reverse("desk:card", args=[comment.pk]),
        reverse("discussion:report_illegal", args=[comment.pk]),
        report.get_absolute_url(),
    ]
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = violations(page)
    page.goto(reverse("desk:redact", args=[comment.pk]))
    page.get_by_label("Words to remove").fill("fool")
    page.get_by_label("Under the rule").select_option(index=1)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Publish without these words").wait_for()
    found["redact"] = violations(page)
    assert {name: own for name, own in found.items() if own} == {}


def test_words_are_marked_by_keyboard_and_removed(page, anna, comment):
    page.goto(reverse("desk:redact", args=[comment.pk]))
    page.get_by_label("The comment").focus()
    page.keyboard.press("Control+Home")
    for _ in range(TEXT.index("fool")):
        page.keyboard.press("ArrowRight")
    for _ in "fool":
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.type("x")
    assert page.get_by_label("The comment").input_value() == TEXT
    page.get_by_role("button", name="Add the selected words").focus()
    page.keyboard.press("Enter")
    assert page.get_by_label("Words to remove").input_value() == "fool"
    page.get_by_label("Under the rule").select_option(index=1)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Publish without these words").click()
    page.get_by_text("Published without the marked words.").first.wait_for()
    comment.refresh_from_db()
    assert comment.text == "Well said, [removed by the editors], and nothing more."


def test_the_button_of_a_proposed_sanction_can_be_read(page, anna, comment):
    """Axe leaves out words that have the very colour of their ground."""
    page.goto(reverse("desk:strikes"))
    button = page.locator(".sanction button.bad").first
    words, ground = button.evaluate(
        "button => [getComputedStyle(button).color, getComputedStyle(button).backgroundColor]"
    )
    assert words != ground
