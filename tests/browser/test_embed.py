"""The discussion on a page of the paper: another origin, a strict policy, no cookies."""

from time import time

import jwt
import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import Comment
from moderation.models import Appeal, Decision, Report
from moderation.services.decisions import appeals, deciding
from moderation.services.decisions.concurrency import version_token_of
from tests.factories import make_article, make_comment, make_moderator, make_policy_version
from tests.paper import paper as served

pytestmark = pytest.mark.django_db(transaction=True)

ATTACK = "This plan is by an [personal_attack 0.9], I think."
EMBED = (
    '<comity-comments article-id="summit-1">'
    '<a href="https://comments.example.org/">Read the comments</a></comity-comments>'
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ALLOW = "Access-Control-Allow-Origin"
SECRET = "a-secret-that-only-the-paper-and-the-tests-know"
SIGN_IN = "(token) => { document.querySelector('comity-comments').token = token; }"
SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => (shifts += entry.value)))
  .observe({ type: "layout-shift", buffered: true });
"""
EVENTS = """
window.heard = [];
for (const name of ["ready", "count", "posted", "sign-in"])
  addEventListener(`comity:${name}`, (event) => heard.push([name, event.detail]));
"""


@pytest.fixture
def article(written_release):
    make_policy_version()
    article = make_article(title="A summit", external_id="summit-1")
    first = make_comment("A calm remark.", article=article, status=Comment.Status.PUBLISHED)
    make_comment("An answer.", article=article, parent=first, status=Comment.Status.PUBLISHED)
    return article


@pytest.fixture
def paper(live_server, settings):
    with served(live_server.url) as paper:
        settings.EMBED_ORIGINS = {paper.address}
        paper.body = EMBED
        yield paper


@pytest.fixture
def embed(page, paper, article):
    """The page of the paper, once the discussion is there; nothing on it may have a cookie."""
    page.add_init_script(EVENTS)
    page.goto(paper.address)
    page.get_by_role("heading", name="Comments").wait_for()
    yield page
    assert page.context.cookies() == []


def texts(page):
    return page.locator("comity-comments .comment .text").all_inner_texts()


def outcome(page):
    return page.locator("comity-comments .outcome:not(:empty)").inner_text()


def remove(comment):
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.REMOVE,
        version_token=version_token_of(comment),
        clause=comment.findings.get().clause,
    )


def test_a_reader_posts_is_held_appeals_is_restored_answers_and_reports(embed):
    page = embed
    page.get_by_label("Your name").fill("Ani")
    page.get_by_label("Your comment").fill(ATTACK)
    page.get_by_role("button", name="Post comment").click()
    assert (
        "may break the discussion policy" in page.locator("comity-comments .question").inner_text()
    )
    page.get_by_role("button", name="Send it for review").click()
    assert outcome(page) == "Thank you. Your comment is waiting for review by a moderator."
    assert texts(page) == [ATTACK, "A calm remark.", "An answer."]
    comment = Comment.objects.get(text=ATTACK)
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.id") == (
        f"comment-{comment.pk}"
    )
    remove(comment)
    page.reload()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Why?").click()
    notice = opened.value
    assert notice.get_by_role("heading", level=1).inner_text() == "Your comment was removed"
    notice.get_by_label("Why should we reconsider?").fill("I spoke of a plan.")
    notice.get_by_role("button", name="Send the appeal").click()
    assert "Your appeal is filed." in notice.get_by_role("status").inner_text()
    notice.close()
    page.context.clear_cookies()  # the notice is a page of the site itself
    appeals.decide(
        appeal=Appeal.objects.get(), moderator=make_moderator(), uphold=True, answer="So it is."
    )
    page.reload()
    page.locator(f"#comment-{comment.pk}").get_by_role("link", name="Reply").click()
    page.locator("comity-comments .panel").get_by_label("Your comment").fill("I mean the plan.")
    page.locator("comity-comments .panel").get_by_role("button", name="Post comment").click()
    assert outcome(page) == "Your comment is published."
    assert texts(page) == ["A calm remark.", "An answer.", ATTACK, "I mean the plan."]
    answer = Comment.objects.get(text="I mean the plan.")
    assert (answer.parent, answer.author) == (comment, comment.author)
    page.locator(f"#comment-{answer.pk}").get_by_role("link", name="Edit").click()
    page.locator("comity-comments .panel textarea").fill("I meant the plan.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("I meant the plan.").wait_for()
    page.get_by_role("link", name="Report").first.click()
    page.get_by_label("personal attacks").check()
    page.get_by_role("button", name="Report").click()
    assert outcome(page) == "Thank you. A moderator will read the comment."
    assert Report.objects.get().author == comment.author
    heard = page.evaluate("heard.filter(([name]) => name != 'count')")
    assert heard[0] == ["ready", {}]
    assert heard[1] == ["posted", {"comment": answer.pk, "status": "published"}]


def test_the_embed_is_accessible_in_light_and_dark_with_its_forms_open(page, paper, article):
    paper.body = EMBED.replace("<comity-comments", '<comity-comments colors="auto"')
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(paper.address)
        page.get_by_role("link", name="Report").first.click()
        page.get_by_role("link", name="Reply").last.click()
        page.locator("comity-comments .panel form").nth(1).wait_for()
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], scheme


def test_a_guest_s_browser_does_the_proof_of_work_that_the_site_asks_for(
    page, paper, article, settings
):
    settings.PROOF_OF_WORK = 300
    page.goto(paper.address)
    for text in ("A remark.", "Another remark."):
        page.get_by_label("Your comment").fill(text)
        if text == "A remark.":
            page.get_by_label("Your name").fill("Ani")
        page.get_by_role("button", name="Post comment").click()
        assert outcome(page) == "Your comment is published."
        page.get_by_role("link", name="Report").first.wait_for()
    page.route("**/proof.js", lambda route: route.abort())
    page.reload()
    page.get_by_label("Your comment").fill("A third.")
    page.get_by_role("button", name="Post comment").click()
    assert outcome(page) == "Thank you. Your comment is waiting for review by a moderator."


def as_a_proxy_does(route):
    page = "<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>"
    route.fulfill(status=400, content_type="text/html", body=page, headers={ALLOW: "*"})


def test_a_failure_says_so_and_keeps_what_was_written(page, paper, article):
    page.route("**/embed/articles/**", lambda route: route.abort())
    page.goto(paper.address)
    page.get_by_text("The comments could not be loaded.").wait_for()
    assert page.get_by_role("link", name="Read the comments").is_visible()
    page.unroute("**/embed/articles/**")
    page.get_by_role("button", name="Try again").click()
    page.get_by_label("Your name").fill("Ani")
    page.get_by_label("Your comment").fill("A remark.")
    for cut in (lambda route: route.abort(), as_a_proxy_does):
        page.route("**/comments/**", cut)
        page.get_by_role("button", name="Post comment").click()
        told = page.locator("comity-comments .failure")
        assert told.inner_text() == "This could not be sent. Your text is kept; please try again."
        told.evaluate("told => told.remove()")
        page.unroute("**/comments/**")
    page.get_by_role("link", name="Newest first").click()
    page.get_by_role("link", name="Oldest first").wait_for()
    assert page.get_by_label("Your comment").input_value() == "A remark."
    page.get_by_role("button", name="Post comment").click()
    assert outcome(page) == "Your comment is published."
    assert texts(page) == ["A remark.", "A calm remark.", "An answer."]
    page.get_by_role("button", name="Not you?").click()
    page.get_by_label("Your name").wait_for()


def test_the_paper_signs_its_reader_in_and_out_without_loading_the_page_again(
    page, paper, article, settings
):
    settings.SSO_KEYS = {"2026": SECRET}
    page.add_init_script(EVENTS)
    page.goto(paper.address)
    page.get_by_label("Your comment").fill("A remark.")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_function("heard.some(([name, detail]) => detail.reason === 'asked')")
    for life, shown in ((60, "Commenting as Lena Reader"), (-60, "Your sign-in has expired.")):
        claims = {"sub": "4711", "name": "Lena Reader", "exp": int(time()) + life}
        token = jwt.encode(claims, SECRET, algorithm="HS256", headers={"kid": "2026"})
        page.evaluate(SIGN_IN, None)
        page.evaluate(SIGN_IN, token)
        page.get_by_text(shown).wait_for()
        assert page.get_by_label("Your comment").input_value() == "A remark."
    page.wait_for_function("heard.some(([name, detail]) => detail.reason === 'expired')")


def test_the_address_of_a_comment_leads_to_it_and_the_page_does_not_jump(page, paper, article):
    made = [
        make_comment(f"Remark {number}.", article=article, status=Comment.Status.PUBLISHED)
        for number in range(30)
    ]
    paper.body = f"<p>Before.</p>{EMBED}<p>After.</p>"
    page.add_init_script(SHIFTS)
    page.goto(f"{paper.address}#comity-{made[-1].pk}")
    page.get_by_text("Remark 29.").wait_for()
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.id") == (
        f"comment-{made[-1].pk}"
    )
    page.goto(f"{paper.address}?again#comity-{made[-1].pk}")
    page.get_by_text("Remark 29.").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("shifts") < 0.1


def test_any_number_of_counts_is_one_request_in_the_language_of_the_page(page, paper, article):
    paper.lang = "de"
    paper.body = '<comity-count article-id="summit-1"></comity-count>' * 40 + EMBED
    asked = []
    page.on("request", lambda request: "/embed/counts/" in request.url and asked.append(request))
    page.goto(paper.address)
    page.get_by_role("heading", name="Kommentare").wait_for()
    page.wait_for_function("document.querySelector('comity-count').textContent === '2'")
    assert page.locator("comity-count").all_inner_texts() == ["2"] * 40
    assert len(asked) == 1


def test_without_scripts_the_page_has_a_link(chromium, paper, article):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(paper.address)
    assert page.get_by_role("link", name="Read the comments").is_visible()
    context.close()
