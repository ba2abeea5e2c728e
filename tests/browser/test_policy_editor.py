import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.models import Comment
from moderation.models import Decision, Policy
from moderation.services.decisions import appeals, deciding
from moderation.services.judging import scoring
from moderation.services.policy import drafting
from tests.factories import make_comment, make_moderator, make_policy_version

pytestmark = pytest.mark.django_db(transaction=True)

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def policy(written_release, sign_in):
    policy = make_policy_version().policy
    scoring.score([make_comment(f"[personal_attack {p}]") for p in (0.3, 0.55, 0.9)])
    editor = make_moderator()
    editor.user_permissions.add(Permission.objects.get(codename="change_policy"))
    sign_in(editor)
    return policy


def test_an_editor_tries_a_threshold_on_real_comments_and_publishes(page, policy):
    page.goto(reverse("desk:policy", args=[policy.pk]))
    attacks = page.get_by_role("group", name="personal attacks")
    attacks.get_by_label("Queue from").fill("0.6")
    page.get_by_role("button", name="Save and preview").click()
    assert "1 of 3 comments would be judged otherwise." in page.locator("main").inner_text()
    page.get_by_role("button", name="Publish version 2").click()
    assert "Version 2 is in force" in page.locator(".messages").inner_text()
    version = drafting.published(Policy.objects.get())
    assert version.clauses.get(attribute="personal_attack").queue_at == 0.6


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_editors_and_of_appeals_are_accessible(page, policy, scheme):
    page.emulate_media(color_scheme=scheme)
    comment = make_comment("Rude.", status=Comment.Status.PUBLISHED)
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.REMOVE,
        seen_as=deciding.seen(comment),
    )
    appeals.lodge(notice=comment.notices.get(), text="I did not mean it.")
    for address in (
        reverse("desk:policies"),
        reverse("desk:policy", args=[policy.pk]),
        reverse("desk:appeals"),
    ):
        page.goto(address)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], address


def test_an_editor_sees_what_a_word_would_hit_before_publishing(page, policy):
    make_comment("The m0ron strikes again.")
    page.goto(reverse("desk:policy", args=[policy.pk]))
    attacks = page.get_by_role("group", name="personal attacks")
    attacks.get_by_text("Word lists and limits").click()
    attacks.get_by_label("Words to hold").fill("moron")
    page.get_by_role("button", name="Save and preview").click()
    page.reload()
    row = page.get_by_role("row", name="moron")
    assert "moron, morons" in row.inner_text()
    assert "The m0ron strikes again." in row.inner_text()
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
