import json
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moderation.models import Policy, PolicyVersion
from moderation.services.policy import drafting
from moderation.views import policy_feeds
from tests.factories import make_article, make_clause, make_policy_version
from tests.services.policy.publishing import publish

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://testserver"
FEEDS = ["/policy/versions.json", "/policy/versions.atom"]


@pytest.fixture
def policy(written_release):
    """A policy with two published versions and a draft."""
    policy = make_policy_version().policy
    publish(policy, make_clause(quote="für alle", attribute=""), text="Not <b>für alle</b>.")
    PolicyVersion.objects.filter(number=2).update(published_at="2025-04-02T12:00:00Z")
    PolicyVersion.objects.filter(number=1).update(published_at="2025-03-01T12:00:00Z")
    drafting.draft_of(policy=policy)
    return policy


def entries(response):
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314 -- our own


def test_the_versions_are_described_as_json(client, policy):
    told = client.get("/policy/versions.json").json()
    assert told["policy"] == f"{SITE}/policy/"
    newest, first = told["versions"]
    address = f"{SITE}/policies/{policy.pk}/versions"
    assert newest == {
        "number": 2,
        "published_at": "2025-04-02T12:00:00Z",
        "url": f"{address}/2/",
        "text": "Not <b>für alle</b>.",
        "rules": [
            {
                "quote": "für alle",
                "url": f"{address}/2/#rule-f%C3%BCr-alle",
                "applied": "people",
                "applied_in_words": "People decide; you can report it.",
            }
        ],
        "changes": [
            "The text was changed.",
            "New rule: “für alle”.",
            "No longer a rule: “profanity”.",
            "No longer a rule: “personal attacks”.",
        ],
    }
    assert (first["number"], first["changes"]) == (1, ["This is the first version."])
    assert [rule["applied"] for rule in first["rules"]] == ["software", "software"]


def test_the_versions_are_an_atom_feed(client, policy):
    response = client.get("/policy/versions.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    newest, first = entries(response)
    assert newest.find(f"{ATOM}title").text == "Version 2"
    assert newest.find(f"{ATOM}link").get("href") == f"{SITE}/policies/{policy.pk}/versions/2/"
    assert newest.find(f"{ATOM}updated").text == "2025-04-02T12:00:00+00:00"
    summary = newest.find(f"{ATOM}summary").text
    assert "<p>Not &lt;b&gt;für alle&lt;/b&gt;.</p>" in summary
    assert "<li><q>für alle</q> People decide; you can report it.</li>" in summary
    assert "<li>No longer a rule: “profanity”.</li>" in summary
    assert "<li>This is the first version.</li>" in first.find(f"{ATOM}summary").text


@pytest.mark.parametrize("feed", ["versions.json", "versions.atom"])
def test_an_article_has_the_feed_of_its_own_policy_or_of_the_site_s(client, policy, feed):
    article = make_article()
    address = f"/articles/{article.slug}/policy/{feed}"
    site_s = client.get(f"/policy/{feed}")
    assert client.get(address)["ETag"] == site_s["ETag"]
    make_policy_version(article)
    own = Policy.objects.get(article=article)
    response = client.get(address)
    assert f"{SITE}/policies/{own.pk}/versions/1/" in response.content.decode()
    assert f"{SITE}/policies/{policy.pk}/" not in response.content.decode()
    assert f"{SITE}/articles/{article.slug}/policy/" in response.content.decode()
    assert response["ETag"] != site_s["ETag"]


@pytest.mark.parametrize("feed", FEEDS)
def test_a_reader_who_knows_the_newest_version_is_told_so(client, policy, feed):
    response = client.get(feed)
    assert response["Last-Modified"] == "Wed, 02 Apr 2025 12:00:00 GMT"
    known = {"if-none-match": response["ETag"]}
    assert client.get(feed, headers=known).status_code == 304
    since = {"if-modified-since": response["Last-Modified"]}
    assert client.get(feed, headers=since).status_code == 304
    publish(policy, make_clause(quote="spam"))
    for headers in (known, since):
        assert client.get(feed, headers=headers).status_code == 200


@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_is_only_read(client, policy, feed):
    assert client.post(feed).status_code == 405


@pytest.mark.parametrize("feed", FEEDS)
def test_without_a_policy_there_is_no_feed(client, feed):
    make_article(slug="a")
    assert client.get(feed).status_code == 404
    assert client.get(f"/articles/a{feed}").status_code == 404
    assert client.get(f"/articles/b{feed}").status_code == 404


@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_of_three_versions_takes_as_many_queries_as_that_of_two(client, policy, feed):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(feed)
        return len(captured)

    of_two = queries()
    publish(policy, make_clause(quote="spam"))
    assert queries() == of_two


def test_only_the_newest_versions_are_told_and_the_last_with_its_changes(
    client, policy, monkeypatch
):
    monkeypatch.setattr(policy_feeds, "VERSIONS", 1)
    versions = json.loads(client.get("/policy/versions.json").content)["versions"]
    assert [(v["number"], len(v["changes"])) for v in versions] == [(2, 4)]
    assert len(entries(client.get("/policy/versions.atom"))) == 1


@pytest.mark.parametrize("own", [False, True])
def test_the_page_names_its_feeds(client, policy, own):
    article = make_article()
    base = "/policy/"
    if own:
        make_policy_version(article)
        base = f"/articles/{article.slug}/policy/"
    page = client.get(base).content.decode()
    title = 'title="Versions of the discussion policy"'
    for kind, feed in [("atom+xml", "versions.atom"), ("json", "versions.json")]:
        link = f'<link rel="alternate" type="application/{kind}" {title} href="{base}{feed}">'
        assert page.count(link) == 1
