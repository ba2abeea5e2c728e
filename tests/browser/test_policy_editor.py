import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.models import Comment
from moderation.models import Decision, Policy
from moderation.services.decisions import appeals, deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import scoring
from moderation.services.policy import drafting
from tests.browser.accessibility import violations
from tests.factories import make_comment, make_moderator, make_policy_version

pytestmark = pytest.mark.django_db(transaction=True)


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
    attacks.get_by_label("Send to review from").fill("60")
    page.get_by_role("button", name="Save and preview").click()
    assert (
        "This draft would change the result for 1 of 3 comments."
        in page.locator("main").inner_text()
    )
    page.get_by_role("button", name="Publish version 2").click()
    assert "Version 2 is in force" in page.locator(".messages").inner_text()
    version = drafting.published(Policy.objects.get())
    assert version.clauses.get(attribute="personal_attack").queue_at == 0.6


def test_enter_in_any_field_saves_and_never_publishes(page, policy):
    page.goto(reverse("desk:policy", args=[policy.pk]))
    fields = "#draft input:not([type=hidden]):not([type=checkbox]):visible"
    for number in range(page.locator(fields).count()):
        page.locator(fields).nth(number).press("Enter")
        page.locator(".messages").get_by_text("Saved. Nothing is in force").wait_for()
        page.goto(reverse("desk:policy", args=[policy.pk]))
    assert drafting.published(policy).number == 1


def test_publishing_puts_in_force_what_was_typed_and_never_saved(page, policy):
    page.goto(reverse("desk:policy", args=[policy.pk]))
    attacks = page.get_by_role("group", name="personal attacks")
    attacks.get_by_label("Send to review from").fill("60")
    page.get_by_label("Approvals of new authors").fill("3")
    page.get_by_role("button", name="Publish version 2").click()
    assert "Version 2 is in force" in page.locator(".messages").inner_text()
    assert "Not saved yet" in page.locator(".messages").inner_text()
    assert drafting.published(policy).clauses.get(attribute="personal_attack").queue_at == 0.6
    assert page.get_by_label("Approvals of new authors").input_value() == "3"


def test_a_paste_that_is_too_long_is_kept_whole_and_explained(page, policy):
    page.goto(reverse("desk:policy", args=[policy.pk]))
    text = "No personal attacks, no profanity. " * 700
    page.get_by_label("The policy, as readers see it").fill(text)
    page.get_by_role("button", name="Save and preview").click()
    page.get_by_text("characters and may have 20000").wait_for()
    assert page.get_by_label("The policy, as readers see it").input_value() == text


def test_the_editor_is_accessible_with_errors_and_in_a_conflict(page, policy):
    page.goto(reverse("desk:policy", args=[policy.pk]))
    attacks = page.get_by_role("group", name="personal attacks")
    attacks.get_by_label("Send to review from").fill("99")
    page.get_by_role("button", name="Save and preview").click()
    page.get_by_text("“Review” must not be above “hide”.").wait_for()
    assert violations(page) == []
    attacks.get_by_label("Send to review from").fill("70")
    draft = drafting.draft_of(policy=policy)
    drafting.save(draft=draft, text=f"Anew: {draft.text}", clauses=list(draft.clauses.all()))
    page.get_by_role("button", name="Save and preview").click()
    page.get_by_text("This draft was changed after you opened this page.").wait_for()
    assert violations(page) == []


def test_the_pages_of_editors_and_of_appeals_are_accessible(page, policy):
    comment = make_comment("Rude.", status=Comment.Status.PUBLISHED)
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.REMOVE,
        version_token=version_token_of(comment),
    )
    appeals.lodge(notice=comment.notices.get(), text="I did not mean it.")
    for address in (
        reverse("desk:policies"),
        reverse("desk:policy", args=[policy.pk]),
        reverse("desk:appeals"),
    ):
        page.goto(address)
        assert violations(page) == [], address


def test_an_editor_sees_what_a_word_would_hit_before_publishing(page, policy):
    make_comment("The m0ron strikes again.")
    page.goto(reverse("desk:policy", args=[policy.pk]))
    attacks = page.get_by_role("group", name="personal attacks")
    attacks.get_by_text("Rules: lists, patterns and limits").click()
    attacks.get_by_label("Kind").select_option("Listed words")
    attacks.get_by_label("Entries, one a line").fill("moron")
    page.get_by_role("button", name="Save and preview").click()
    page.reload()
    row = page.get_by_role("row", name="moron")
    assert "moron, morons" in row.inner_text()
    assert "The m0ron strikes again." in row.inner_text()
    assert violations(page) == []


def test_words_that_are_selected_in_the_text_become_a_clause(page, policy):
    page.goto(reverse("desk:policy", args=[policy.pk]))
    field = page.get_by_label("The policy, as readers see it")
    field.fill(f"{field.input_value()} No threats against neighbours.")
    page.get_by_role("button", name="Save and preview").click()
    shown = page.locator("[data-policy-text]")
    shown.get_by_text("threats").dblclick()
    page.wait_for_function("document.getElementById('id_words').value === 'threats'")
    page.get_by_role("button", name="Make a clause", exact=True).last.click()
    page.wait_for_url("**/policies/**")
    page.get_by_role("group", name="3. threats").wait_for()
    # And by keyboard, in the field itself
    field.focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowLeft")
    for _ in "neighbours":
        page.keyboard.press("Shift+ArrowLeft")
    page.wait_for_function("document.getElementById('id_words').value === 'neighbours'")
    assert violations(page) == []


def test_a_new_text_shows_what_becomes_of_its_clauses_before_it_is_saved(page, policy):
    page.goto(reverse("desk:policy", args=[policy.pk]))
    page.get_by_label("The policy, as readers see it").fill(
        "<h1>Rules</h1><p>No name-calling, no threats.</p>"
    )
    page.get_by_role("button", name="Propose clauses from the text").click()
    change = page.get_by_role("region", name="What would change, not saved yet")
    assert "personal attacks → name-calling" in change.inner_text()
    assert "profanity" in change.inner_text()
    assert violations(page) == []
    page.get_by_role("button", name="Take the tags out").click()
    page.get_by_role("button", name="Save and preview").click()
    page.get_by_text("1 clause needs words of the text").wait_for()
    assert violations(page) == []
    quotes = [clause.quote for clause in drafting.draft_of(policy=policy).clauses.all()]
    assert quotes == ["profanity", "name-calling", "threats"]


def test_saving_and_publishing_stay_in_view_and_hide_nothing_that_has_the_focus(page, policy):
    page.goto(reverse("desk:policy", args=[policy.pk]))
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    publish = page.get_by_role("button", name="Publish version 2")
    assert publish.is_visible()
    bar = page.locator(".action-bar").bounding_box()
    assert bar["y"] >= 0
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        focused = page.evaluate(
            "(({top, bottom}) => [top, bottom])(document.activeElement.getBoundingClientRect())"
        )
        inside = page.evaluate("!!document.activeElement.closest('.action-bar, header')")
        assert inside or focused[1] > bar["y"] + bar["height"]


def test_an_editor_reads_what_each_clause_would_have_done(page, policy):
    page.goto(reverse("desk:policy", args=[policy.pk]))
    page.locator(".effect > summary", has_text="2 of 3 comments flagged").click()
    plot = page.get_by_role("img", name="Flagged per day under “personal attacks”")
    assert plot.is_visible()
    for summary in page.locator(".effect details > summary:visible").all():
        summary.click()
    shown = page.locator(".effect table:visible").all_inner_texts()
    assert "55%\tSend to review\t[personal_attack 0.55]" in "\n".join(shown)
    assert violations(page) == []
