"""The desk for everybody: no axe violation, on a phone, at 200 %, in light and dark."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import Comment
from moderation.models import Delivery, Event, Policy, Preferences, ReviewItem
from moderation.services.clients.webhooks import endpoints
from moderation.services.decisions import assigning, blocking, cases, internal_notes
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide, decide_all
from moderation.services.nightly import starting
from moderation.services.nightly.working import Worker
from tests.browser.accessibility import violations, violations_now
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
    make_user,
)
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "you idiot, " + "this goes on and on and on " * 80
Queue = ReviewItem.Queue


@pytest.fixture
def moderator():
    """Somebody who may open every page, the policy editor too."""
    return make_moderator(username="anna", is_superuser=True, is_staff=True)


@pytest.fixture
def comment(moderator):
    """A comment at the desk of a site where everything has happened once."""
    clause = make_policy_version().clauses.get(attribute="personal_attack")
    article, author = make_article(section="City"), make_author(name="Rude Reader")
    comments = [
        make_comment(text, article=article, author=author, parent=None)
        for text in ("you idiot", LONG, "You idiot, again and again", "Fine.", "Gone.", "Spam!")
    ]
    for number, each in enumerate(comments):
        evidence = [[4, 9, 2.0]] if len(each.text) >= 9 else []
        make_finding(each, clause, probability=0.95 - number / 20, evidence=evidence)
        make_review_item(each, probability=0.95 - number / 20, priority=1.9 - number / 20)
    decide_all(
        version_token={each.pk: version_token_of(each) for each in comments[3:5]},
        moderator=moderator,
        action="remove",
    )
    decide(
        comment=comments[5],
        moderator=moderator,
        action="approve",
        version_token=version_token_of(comments[5]),
    )
    cases.open_case(comment=comments[5], queue=Queue.REPORTED, reports=2)
    blocking.block_for(comment=comments[0], moderator=moderator, reason="Insults.", until=None)
    ReviewItem.objects.filter(comment=comments[1]).update(queue=Queue.ESCALATED)
    endpoint = endpoints.create(name="the app", url="https://paper.example/hook")
    event = Event.objects.create(kind="comment.held", comment=comments[0])
    Delivery.objects.create(
        event=event, endpoint=endpoint, answered_at=event.occurred_at, answer="No"
    )
    _team(moderator, comments)
    return comments[0]


def _team(moderator, comments):
    """A case that is assigned, one that was snoozed, and notes."""
    ben = make_moderator(username="ben")
    assigning.assign(comment=comments[0], to=moderator, by=moderator)
    token = version_token_of(comments[2])
    cases.defer(comment=comments[2], moderator=ben, version_token=token)
    for on_author in (True, False):
        internal_notes.write(
            comment=comments[0], written_by=ben, text="Third time.", on_author=on_author
        )


def _anna():
    return User.objects.get(username="anna").pk


def _addresses(comment):
    slug = "needs-review"
    return {
        "queue": reverse("desk:queue") + "?order=oldest",
        "reported": reverse("desk:queue", args=["reported"]),
        "for a senior": reverse("desk:queue", args=["escalated"]),
        "snoozed": reverse("desk:queue", args=["snoozed"]),
        "assigned to me": reverse("desk:queue", args=["assigned"]),
        "assign evenly": reverse("desk:spread", args=[slug]) + f"?number=5&to={_anna()}",
        "notes": reverse("desk:notes", args=[comment.pk]),
        "an empty queue": reverse("desk:queue", args=["not-scored"]),
        "card": reverse("desk:card", args=[comment.pk]),
        "author": reverse("desk:author", args=[comment.pk]),
        "batch": reverse("desk:bulk", args=[slug]) + "?least=0&most=100",
        "alike": reverse("desk:clusters", args=[slug]),
        "search": reverse("desk:search") + "?q=idiot",
        "log": reverse("desk:log"),
        "appeals": reverse("desk:appeals"),
        "statistics": reverse("desk:statistics"),
        "preferences": reverse("desk:preferences"),
        "policies": reverse("desk:policies"),
        "policy": reverse("desk:policy", args=[Policy.objects.get().pk]),
        "runs": reverse("desk:runs"),
        "strikes": reverse("desk:strikes"),
        "watch list": reverse("desk:watches"),
        "shift": reverse("desk:shift"),
        "webhooks": reverse("desk:webhooks"),
        "remove words": reverse("desk:redact", args=[comment.pk]),
    }


PAGES = (
    "queue",
    "reported",
    "for a senior",
    "snoozed",
    "assigned to me",
    "assign evenly",
    "notes",
    "an empty queue",
    "card",
    "author",
    "batch",
    "alike",
    "search",
    "log",
    "appeals",
    "statistics",
    "preferences",
    "policies",
    "policy",
    "runs",
    "strikes",
    "watch list",
    "shift",
    "webhooks",
    "remove words",
)
CARDS = ("queue", "reported", "card", "batch", "alike")


@pytest.fixture
def drifted_run(use_classifier, comment):
    """A run of a second release, under which a comment got worse."""
    use_classifier(WrittenClassifier())
    make_comment("[personal_attack 0.9]", article=comment.article)
    Worker().work(starting.begin())
    use_classifier(WrittenClassifier("second"))
    Comment.objects.filter(text="Fine.").update(text="[personal_attack 0.9]")
    run = starting.begin()
    Worker().work(run)
    return run


def test_no_page_of_the_desk_violates_a_rule_of_axe(page, sign_in, comment, moderator):
    sign_in(moderator)
    found = {}
    for name, address in _addresses(comment).items():
        page.goto(address)
        found[name] = violations(page)
    assert found == {name: [] for name in PAGES}


@pytest.mark.parametrize("density", Preferences.Density)
def test_no_page_of_cases_violates_a_rule_in_forced_colours(
    page, sign_in, comment, moderator, density
):
    Preferences.objects.create(moderator=moderator, density=density)
    sign_in(moderator)
    page.emulate_media(forced_colors="active")
    found, addresses = {}, _addresses(comment)
    for name in CARDS:
        page.goto(addresses[name])
        found[name] = violations_now(page)
    assert [each for each in found.values() if each] == []


def test_no_other_page_violates_a_rule_in_german_and_forced_colours(
    page, sign_in, comment, moderator
):
    sign_in(moderator)
    page.set_extra_http_headers({"Accept-Language": "de"})
    page.emulate_media(forced_colors="active")
    found = {}
    for name, address in _addresses(comment).items():
        if name not in CARDS:
            page.goto(address)
            assert page.get_attribute("html", "lang") == "de"
            found[name] = violations_now(page)
    assert {name: told for name, told in found.items() if told} == {}


def test_masked_words_the_help_and_the_preview_violate_no_rule(page, sign_in, comment, moderator):
    Preferences.objects.create(moderator=moderator, mask_evidence=True)
    sign_in(moderator)
    page.goto(reverse("desk:author", args=[comment.pk]))
    page.get_by_label("Block for a week").check()
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Block").wait_for()
    assert violations(page) == []
    page.goto(reverse("desk:queue"))
    page.keyboard.press("?")
    assert violations(page) == []


def test_the_page_of_a_run_violates_no_rule(page, sign_in, moderator, drifted_run):
    sign_in(moderator)
    page.goto(reverse("desk:run", args=[drifted_run.pk]))
    assert page.locator("polyline").count() > 0
    assert violations(page) == []


def test_the_page_for_those_without_permission_violates_no_rule(page, sign_in):
    sign_in(make_user())
    # Chromium logs a 403 as an error, and errors fail the test.
    page.route("**/desk/", lambda route: route.fulfill(response=route.fetch(), status=200))
    page.goto(reverse("desk:queue"))
    assert page.get_by_role("heading", name="Not allowed").is_visible()
    assert violations(page) == []


def test_the_login_page_violates_no_rule(page):
    page.goto(reverse("desk:queue"))
    assert violations(page) == []


SIZES = [(320, 640), (390, 844), (640, 450), (1920, 1080)]
"""A window of 1280 points at 200 % leaves 640 to the page."""


def test_no_page_scrolls_sideways_on_a_phone_or_at_twice_the_size(
    page, sign_in, comment, moderator
):
    sign_in(moderator)
    wide = {}
    for name, address in _addresses(comment).items():
        page.goto(address)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            found = page.evaluate("document.documentElement.scrollWidth")
            if found > width:
                wide[name, width] = found
    assert wide == {}


def test_masked_words_show_once_their_comment_is_at_hand(page, sign_in, comment, moderator):
    Preferences.objects.create(moderator=moderator, mask_evidence=True)
    for text in ("you clown", "you fools"):
        other = make_comment(text)
        clause = comment.findings.first().clause
        make_finding(other, clause, probability=0.9, evidence=[[4, 9, 2.0]])
        make_review_item(other, probability=0.9, priority=2.5)
    sign_in(moderator)
    page.goto(reverse("desk:queue"))
    color = "getComputedStyle(document.querySelectorAll('mark')[1]).color"
    assert page.evaluate(color) == "rgba(0, 0, 0, 0)"
    page.keyboard.press("j")
    assert page.evaluate(color) != "rgba(0, 0, 0, 0)"
    page.keyboard.press("k")
    assert page.evaluate(color) == "rgba(0, 0, 0, 0)"


def test_single_keys_can_be_switched_off(page, sign_in, comment, moderator):
    Preferences.objects.create(moderator=moderator, single_keys=False)
    sign_in(moderator)
    page.goto(reverse("desk:queue"))
    page.keyboard.press("f")
    page.keyboard.press("j")
    page.wait_for_timeout(300)
    assert ReviewItem.objects.open().filter(comment=comment).exists()


def test_the_desk_is_worked_through_with_the_tab_key_alone(page, sign_in, comment, moderator):
    sign_in(moderator)
    page.goto(reverse("desk:queue"))
    approve = page.locator(f"#card-{comment.pk} button[value=approve]")
    for _ in range(60):
        page.keyboard.press("Tab")
        if approve.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.locator(f"#card-{comment.pk}").wait_for(state="detached")
    assert not ReviewItem.objects.open().filter(comment=comment).exists()
