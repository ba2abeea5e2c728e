import pytest

from tests.browser.accessibility import violations
from tests.factories import make_article, make_clause, make_policy_version, rule
from tests.services.policy.publishing import publish

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (
    "We welcome debate.\n\nComments with personal attacks, insults or threats of violence are not "
    "published.\nNeither are adverts,\nor links to shops; please stay on topic."
)


@pytest.fixture
def article(written_release):
    policy = make_policy_version().policy
    publish(
        policy,
        make_clause(quote="personal attacks"),
        make_clause(quote="threats of violence", attribute="threat", remove_at=0.95),
        make_clause(quote="adverts, or links to shops", attribute="", rules=[rule("links", 3)]),
        make_clause(quote="links", attribute=""),
        make_clause(quote="stay on topic", attribute=""),
        text=TEXT,
    )
    return make_article(title="A summit", body="It was held.\n\nNothing came of it.")


def test_a_reader_goes_from_the_comment_form_to_a_rule_by_keyboard(page, article):
    page.goto(article.get_absolute_url())
    box = page.locator(".rules-here")
    assert not box.get_by_role("link").first.is_visible()
    box.locator("summary").press("Enter")
    assert box.get_by_role("link").all_inner_texts() == [
        "personal attacks",
        "threats of violence",
        "adverts, or links to shops",
        "links",
        "stay on topic",
    ]
    assert violations(page) == []
    box.get_by_role("link", name="stay on topic").press("Enter")
    page.wait_for_url(f"**/articles/{article.slug}/policy/#rule-stay-on-topic")
    shown = page.locator(".rule:target")
    assert "People decide; you can report it. In force since" in shown.inner_text()
    assert violations(page) == []


def test_the_number_behind_the_words_leads_to_their_rule(page, article):
    page.goto(f"/articles/{article.slug}/policy/")
    page.get_by_role("link", name="Rule 4", exact=True).press("Enter")
    assert page.locator(".rule:target q").inner_text() == "links"
    assert page.locator("mark.signs").all_inner_texts() == ["adverts,\nor ", "links", " to shops"]


def test_the_policy_can_be_read_at_twice_the_size_and_on_a_phone(page, article):
    for width in (640, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for address in (f"/articles/{article.slug}/policy/", article.get_absolute_url()):
            page.goto(address)
            page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
