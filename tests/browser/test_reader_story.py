import pytest
from django.urls import reverse

from articles.models import Comment
from moderation.models import Appeal, Decision, Notice
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from tests.browser.accessibility import violations
from tests.factories import make_article, make_comment, make_moderator, make_policy_version

pytestmark = pytest.mark.django_db(transaction=True)

ATTACK = "This plan is by an [personal_attack 0.9], I think."


@pytest.fixture
def article(written_release):
    make_policy_version()
    article = make_article(title="A summit", body="It was held.\n\nNothing came of it.")
    first = make_comment("A calm remark.", article=article, status=Comment.Status.PUBLISHED)
    make_comment("An answer.", article=article, parent=first, status=Comment.Status.PUBLISHED)
    return article


def write(page, text, button="Post comment"):
    page.get_by_label("Your comment").fill(text)
    page.get_by_role("button", name=button).click()


def removed_by(moderator):
    comment = Comment.objects.get(text=ATTACK)
    deciding.decide(
        comment=comment,
        moderator=moderator,
        action=Decision.Action.REMOVE,
        version_token=version_token_of(comment),
        clause=comment.findings.get().clause,
    )
    return comment


def test_a_reader_posts_is_held_is_told_why_appeals_and_is_restored(page, article, sign_in):
    page.goto(article.get_absolute_url())
    page.get_by_label("Your name").fill("Ani")
    write(page, ATTACK)
    question = page.get_by_role("alert")
    assert "may break the discussion policy: personal attacks." in question.inner_text()
    assert page.get_by_label("Your comment").input_value() == ATTACK
    page.get_by_role("button", name="Send it for review").click()
    assert "Your comment is waiting for review" in page.get_by_role("status").inner_text()

    first, second = make_moderator(), make_moderator()
    comment = removed_by(first)
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="Why?").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Your comment was removed"
    assert page.locator("q").inner_text() == "personal attacks"
    assert page.locator("mark").first.inner_text() == "[personal_attack 0.9]"
    assert "A person decided" in page.locator("main").inner_text()
    notice = page.url
    page.get_by_label("Why should we reconsider?").fill("I spoke of a plan.")
    page.get_by_role("button", name="Send the appeal").click()
    assert "Your appeal is filed." in page.get_by_role("status").inner_text()

    reader = page.context.cookies()
    sign_in(first)
    page.goto(reverse("desk:appeals"))
    assert "another moderator must answer" in page.locator("main").inner_text()
    sign_in(second)
    page.goto(reverse("desk:appeals"))
    page.get_by_label("Answer to the author").fill("It is about the plan indeed.")
    page.get_by_role("button", name="Uphold").click()
    assert Appeal.objects.get().status == Appeal.Status.UPHELD

    page.context.clear_cookies()
    page.context.add_cookies(reader)
    page.goto(notice)
    assert "It is about the plan indeed." in page.locator("main").inner_text()
    page.goto(article.get_absolute_url())
    assert page.locator(f"#comment-{comment.pk} .text").inner_text() == ATTACK
    assert comment.author.record.removed == 0


def test_a_reader_answers_reports_and_changes_a_comment(page, article):
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="Reply to").first.click()
    page.get_by_label("Your name").fill("Ani")
    write(page, "I agree.")
    own = Comment.objects.get(text="I agree.")
    assert own.parent.text == "A calm remark."
    page.locator(f"#comment-{own.pk}").get_by_role("link", name="Edit").click()
    page.get_by_label("Your comment").fill("I do agree.")
    page.get_by_role("button", name="Save").click()
    assert page.locator(f"#comment-{own.pk} .text").inner_text() == "I do agree."
    page.get_by_role("link", name="Report").first.click()
    page.get_by_label("personal attacks").check()
    page.get_by_role("button", name="Report").click()
    assert "A moderator will read the comment." in page.get_by_role("status").inner_text()


def test_a_reader_s_browser_does_the_proof_of_work_that_the_site_asks_for(page, article, settings):
    settings.PROOF_OF_WORK = 300
    page.goto(article.get_absolute_url())
    page.get_by_label("Your name").fill("Ani")
    write(page, ATTACK)
    page.get_by_role("alert").get_by_text("may break the discussion policy").wait_for()
    write(page, "A calm remark of mine.", "Send it for review")
    assert page.get_by_role("status").inner_text() == "Your comment is published."


def test_without_scripts_a_comment_waits_for_a_moderator_where_proof_is_asked_for(
    chromium, live_server, article, settings
):
    settings.PROOF_OF_WORK = 300
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto(article.get_absolute_url())
    assert page.locator("noscript p").is_visible()
    page.get_by_label("Your name").fill("Ani")
    write(page, "A calm remark of mine.")
    assert "waiting for review by a moderator" in page.get_by_role("status").inner_text()
    context.close()


def test_a_right_to_left_override_turns_nothing_round_but_itself(page, article):
    override = "\u202e"
    author = make_comment(article=article).author
    type(author).objects.filter(pk=author.pk).update(name=f"Ani{override}")
    turned = make_comment(
        f"{override}Turned", article=article, author=author, status=Comment.Status.PUBLISHED
    )
    page.goto(article.get_absolute_url())
    header = page.locator(f"#comment-{turned.pk} > header")
    name, when = header.locator(".name").bounding_box(), header.locator("time").bounding_box()
    assert name["x"] < when["x"]
    links = page.locator(f"#comment-{turned.pk} > footer a")
    assert links.first.bounding_box()["x"] < links.last.bounding_box()["x"]


def test_the_pages_of_readers_are_accessible(page, article):
    shown = article.comments.published().first()
    removed = make_comment("Rude.", article=article, status=Comment.Status.PUBLISHED)
    deciding.decide(
        comment=removed,
        moderator=make_moderator(),
        action=Decision.Action.REMOVE,
        version_token=version_token_of(removed),
    )
    pages = [
        reverse("articles:article_list"),
        article.get_absolute_url(),
        f"{article.get_absolute_url()}?reply_to={shown.pk}",
        reverse("discussion:report", args=[shown.pk]),
        reverse("discussion:policy"),
        Notice.objects.get(comment=removed).get_absolute_url(),
    ]
    for address in pages:
        page.goto(address)
        assert violations(page) == [], address


def test_the_article_can_be_read_at_twice_the_size(page, article):
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto(article.get_absolute_url())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
