import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Comment
from moderation.models import Policy, PolicyVersion
from moderation.services.policy import drafting
from tests.factories import make_article, make_clause, make_comment, make_policy_version, rule
from tests.services.policy.publishing import publish

pytestmark = pytest.mark.django_db

TEXT = "We do not permit personal attacks or profanity here."
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def policy(written_release):
    return make_policy_version().policy


def attacks(**fields):
    return make_clause(quote="personal attacks", **fields)


def for_people(quote):
    return make_clause(quote=quote, attribute="")


def words_of(html):
    """The text of a piece of a page, without the numbers of its rules."""
    html = re.sub(r"<sup.*?</sup>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def policy_text(page):
    return words_of(re.search(r'<div class="policy-text".*?</div>', page, re.DOTALL)[0])


def listed_rules(page):
    """(anchor, text) of each rule of the list."""
    found = re.findall(r'<li class="rule" id="([^"]*)">(.*?)</li>', page, re.DOTALL)
    return [(anchor, words_of(html)) for anchor, html in found]


def get(client, address="/policy/"):
    return client.get(address).content.decode()


def test_readers_find_the_policy_its_versions_and_what_changed(client, policy):
    publish(policy, attacks(), text=TEXT)
    page = get(client)
    assert policy_text(page) == TEXT
    assert "<ins>" in page
    assert "<li>No longer a rule: “profanity”.</li>" in page
    assert "no longer in force" in get(client, f"/policies/{policy.pk}/versions/1/")


def test_the_words_of_a_rule_are_marked_and_lead_to_the_rule(client, policy):
    publish(policy, attacks(), for_people("profanity"), text=TEXT)
    page = get(client)
    marks = re.findall(r'<mark class="rule-words (\w+)"\s*>(.*?)</mark>', page)
    assert marks == [("software", "personal attacks"), ("people", "profanity")]
    references = re.findall(r'href="#([^"]*)"\s*aria-label="Rule (\d)">', page)
    assert references == [("rule-personal-attacks", "1"), ("rule-profanity", "2")]


def test_each_rule_says_how_it_is_applied_and_since_when(client, policy):
    PolicyVersion.objects.update(published_at="2025-03-01T12:00Z")
    second = publish(policy, for_people("spam"), attacks(remove_at=0.9))
    PolicyVersion.objects.filter(pk=second.pk).update(published_at="2025-04-02T12:00Z")
    assert listed_rules(get(client)) == [
        ("rule-spam", "spam # People decide; you can report it. In force since 2 April 2025."),
        (
            "rule-personal-attacks",
            "personal attacks # Software removes what it is sure of; people decide the rest, "
            "and you can appeal. In force since 1 March 2025.",
        ),
    ]


def test_a_rule_keeps_its_link_in_every_version(client, policy):
    publish(policy, for_people("spam"), make_clause(quote="Personal\n attacks"))
    old = dict(listed_rules(get(client, f"/policies/{policy.pk}/versions/1/")))
    new = dict(listed_rules(get(client)))
    assert set(old) & set(new) == {"rule-personal-attacks"}


def test_what_an_editor_writes_is_text_and_never_markup(client, policy):
    text = f"No {SCRIPT}, no <b>spam</b>\nnor ads."
    publish(policy, for_people(SCRIPT), for_people("<b>spam</b>\nnor"), text=text)
    publish(policy, for_people(f"{SCRIPT}, no"), text=text)
    article = make_article()
    for address in ["/policy/", f"/policies/{policy.pk}/versions/2/", article.get_absolute_url()]:
        page = get(client, address)
        assert SCRIPT not in page
        assert "<b>spam" not in page
    assert policy_text(get(client)) == " ".join(text.replace("\n", "").split())


def test_thresholds_and_word_lists_are_not_shown(client, policy):
    secret = [rule("words", "sesame")]
    publish(policy, attacks(queue_at=0.123, rules=secret))
    publish(policy, attacks(queue_at=0.321, rules=[*secret, rule("links", 77)]))
    article = make_article()
    addresses = [f"/policies/{policy.pk}/versions/3/", article.get_absolute_url()]
    for address in [*addresses, "/policy/versions.json", "/policy/versions.atom"]:
        page = get(client, address)
        assert [told for told in ("sesame", "0.123", "0.321", "77<", " 77") if told in page] == []


def test_a_draft_is_not_for_readers(client, policy):
    draft = drafting.draft_of(policy=policy)
    assert client.get(f"/policies/{policy.pk}/versions/{draft.number}/").status_code == 404


def test_an_article_without_a_policy_of_its_own_shows_the_site_s(client, policy):
    comment = make_comment(status=Comment.Status.PUBLISHED)
    response = client.get(f"/articles/{comment.article.slug}/policy/")
    assert response.context["version"].policy == policy


def test_a_site_without_a_policy_says_so(client):
    response = client.get("/policy/")
    assert response.status_code == 404
    assert "No discussion policy is published yet." in response.content.decode()


def test_the_page_of_three_versions_takes_as_many_queries_as_that_of_two(client, policy):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/policy/")
        return len(captured)

    publish(policy, attacks(), for_people("spam"))
    of_two = queries()
    publish(policy, attacks())
    assert queries() == of_two


def test_the_page_of_one_version_takes_seven_queries(client, policy, django_assert_num_queries):
    with django_assert_num_queries(7):
        client.get("/policy/")


class TestTheRulesAboveTheForm:
    def test_each_links_to_its_place_in_the_policy_of_the_article(self, client, policy):
        article = make_article()
        own = Policy.objects.create(article=article)
        publish(own, for_people("für alle"), attacks(), attacks(attribute="threat"))
        page = get(client, article.get_absolute_url())
        box = re.search(r'<details class="rules-here">.*?</details>', page, re.DOTALL)[0]
        assert "<summary>The rules here (2)</summary>" in box
        address = f"/articles/{article.slug}/policy/"
        assert re.findall(r'<a href="([^"]*)" dir="auto">([^<]*)</a>', box) == [
            (f"{address}#rule-f%C3%BCr-alle", "für alle"),
            (f"{address}#rule-personal-attacks", "personal attacks"),
        ]

    def test_without_a_policy_there_is_no_box(self, client):
        assert "rules-here" not in get(client, make_article().get_absolute_url())

    def test_they_cost_no_query(self, client, policy):
        article = make_article()

        def queries():
            with CaptureQueriesContext(connection) as captured:
                client.get(article.get_absolute_url())
            return len(captured)

        publish(policy, attacks())
        of_one = queries()
        publish(policy, attacks(), for_people("spam"), for_people("ads"))
        assert queries() == of_one


def test_the_page_is_in_the_language_of_the_site(client, policy, settings):
    settings.LANGUAGE_CODE = "de"
    publish(policy, attacks(), for_people("profanity"))
    page = get(client)
    assert '<html lang="de">' in page
    for german in (
        "Diskussionsrichtlinien",
        "Regeln: wofür ein Kommentar zurückgehalten oder entfernt werden kann",
        "Menschen entscheiden; Sie können einen Verstoß melden.",
        "Alle Fassungen",
    ):
        assert german in page
