"""Articles of the paper: one for an id, one for an address, however they come."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.test import RequestFactory

from articles import first_sight, paper
from articles.canonical import key
from articles.first_sight import ArticleUnknown
from articles.limits import RateLimited
from articles.models import Article
from articles.paper import Listing, Outcome, Unusable
from moderation.services.clients import articles as pushed
from moderation.services.clients.articles import Changes
from tests.factories import make_administrator, make_article, make_comment

pytestmark = pytest.mark.django_db

URL = "https://paper.example/swans"
SECRET = "k" * 32


def test_an_article_is_found_by_its_id_or_else_by_its_address(django_assert_num_queries):
    by_id = make_article(external_id="7", url=URL)
    by_address = make_article(url="https://paper.example/geese/")
    with django_assert_num_queries(5):
        assert paper.find(external_id="7", url="https://paper.example/geese") == by_id
        assert (
            paper.find(external_id="8", url="http://www.paper.example/geese?utm_id=1") == by_address
        )
        assert paper.find(url=f"{URL}/amp#x") == by_id
        assert paper.find(external_id="8", url=URL) is None
        assert paper.find(url="https://paper.example/ducks") is None
    assert paper.find() is None
    assert paper.find(url="swans") is None


def test_what_is_first_known_by_address_gets_the_papers_id_later():
    seen = paper.find_or_create(Listing(url=URL))
    assert (seen.title, seen.external_id, seen.body) == ("paper.example/swans", None, "")
    again = paper.find_or_create(
        Listing(external_id="7", url=f"{URL}/", title="Swans", section="News")
    )
    assert (again.pk, again.external_id, again.title, again.section) == (
        seen.pk,
        "7",
        "Swans",
        "News",
    )
    article, created = pushed.upsert(external_id="7", changes=Changes(title="Swans return"))
    assert (article.pk, created) == (seen.pk, False)
    assert Article.objects.count() == 1


def test_a_pushed_title_stays_whatever_pages_say():
    paper.find_or_create(Listing(external_id="7", title="Page"))
    assert paper.push(Listing(external_id="7", title="Feed", url=URL)) == Outcome.CHANGED
    assert paper.push(Listing(external_id="7", url=f"{URL}?utm_source=feed")) == Outcome.UNCHANGED
    pushed.upsert(external_id="7", changes=Changes(title="Pushed"))
    article = paper.find_or_create(Listing(external_id="7", title="Page", url="https://a.example/"))
    assert (article.title, article.url) == ("Pushed", URL)


def test_an_article_that_is_pushed_gets_the_address_of_one_without_an_id():
    known = make_article(url=URL)
    article, created = pushed.upsert(external_id="7", changes=Changes(title="Swans", url=URL))
    assert (article.pk, created, article.external_id) == (known.pk, False, "7")
    other, created = pushed.upsert(external_id="8", changes=Changes(title="Other", url=URL))
    assert (other.pk != known.pk, created) == (True, True)


@pytest.mark.parametrize("external_id", ["", "a b", "a/b", "x" * 201], ids=len)
def test_what_names_no_article_is_refused(external_id):
    with pytest.raises(Unusable):
        paper.find_or_create(Listing(external_id=external_id, url="javascript:alert(1)"))
    with pytest.raises(Unusable):
        paper.push(Listing(external_id=external_id))


def seen_in_embed(listing, signature="", origin="https://paper.example"):
    request = RequestFactory().get("/", headers={"Origin": origin})
    return first_sight.article_for(listing, signature=signature, request=request)


def test_signed_attributes_make_an_article_and_others_do_not(settings):
    settings.EMBED_KEYS = {"k1": SECRET}
    listing = Listing(external_id="7", url=URL, title="Swans „zurück“")
    signature = f"k1.{first_sight.signed(listing, SECRET)}"
    bad = ["", "k1.", "k2" + signature[2:], signature[:-1], "k1.é", "\0"]
    bad.append(f"k1.{first_sight.signed(Listing(external_id='8'), SECRET)}")
    for wrong in bad:
        with pytest.raises(ArticleUnknown):
            seen_in_embed(listing, wrong)
    assert seen_in_embed(listing, signature).title == "Swans „zurück“"
    assert seen_in_embed(Listing(external_id="7", title="Geese")).title == "Swans „zurück“"
    settings.EMBED_FIRST_SIGHT = "never"
    other = Listing(external_id="9")
    with pytest.raises(ArticleUnknown):
        seen_in_embed(other, f"k1.{first_sight.signed(other, SECRET)}")


def test_the_language_of_an_article_is_signed_too_and_one_of_the_site(settings):
    settings.EMBED_KEYS = {"k1": SECRET}
    german, klingon = (Listing(external_id=code, language=code) for code in ("de-AT", "tlh"))
    with pytest.raises(ArticleUnknown):
        seen_in_embed(german, f"k1.{first_sight.signed(Listing(external_id='de-AT'), SECRET)}")
    made = [
        seen_in_embed(listing, f"k1.{first_sight.signed(listing, SECRET)}")
        for listing in (german, klingon)
    ]
    assert [article.language for article in made] == ["de", ""]
    assert paper.push(Listing(external_id="tlh", language="en")) == Outcome.CHANGED
    assert paper.push(Listing(external_id="tlh")) == Outcome.UNCHANGED


def test_a_page_that_may_make_nothing_shows_the_article_of_its_address(settings):
    known = make_article(url=URL)
    for signature in ("", "k1.wrong"):
        assert seen_in_embed(Listing(external_id="7", url=f"{URL}/"), signature) == known
    settings.EMBED_ORIGINS = frozenset({"https://paper.example"})
    settings.EMBED_FIRST_SIGHT = "listed"
    assert seen_in_embed(Listing(external_id=" a/b ", url=URL)) == known
    assert Article.objects.get().external_id is None
    assert seen_in_embed(Listing(external_id=" 7 ", url=URL)).external_id == "7"
    assert seen_in_embed(Listing(external_id=" 7 ")) == known


def test_a_listed_origin_makes_articles_of_its_own_if_the_site_allows_it(settings):
    settings.EMBED_ORIGINS = frozenset({"https://paper.example"})
    with pytest.raises(ArticleUnknown):
        seen_in_embed(Listing(url=URL))
    settings.EMBED_FIRST_SIGHT = "listed"
    for url, origin in [
        (URL, "https://a.example"),
        ("https://a.example/", "https://paper.example"),
    ]:
        with pytest.raises(ArticleUnknown):
            seen_in_embed(Listing(url=url), origin=origin)
    assert seen_in_embed(Listing(url=URL)) == seen_in_embed(Listing(url=f"{URL}/amp/"))
    for number in range(first_sight.ARTICLES_PER_HOUR - 1):
        seen_in_embed(Listing(url=f"{URL}/{number}"))
    with pytest.raises(RateLimited):
        seen_in_embed(Listing(url=f"{URL}/more"))


def test_links_lead_to_the_papers_page_at_the_comment(client):
    article = make_article(url=f"{URL}#top")
    comment = make_comment(article=article, status="published")
    assert (article.page_url, comment.page_url) == (URL, f"{URL}#comity-{comment.pk}")
    feed = client.get(f"/articles/{article.slug}/feed/").content.decode()
    assert f'href="{comment.page_url}"' in feed
    assert f'href="{URL}"' in client.get("/feed/").content.decode()
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'<link rel="canonical"\n    href="{URL}">' in page


def test_links_stay_here_where_the_paper_has_no_page():
    for url in ("", "ftp://paper.example/a"):
        comment = make_comment(article=make_article(url=url))
        assert comment.page_url == f"{comment.article.get_absolute_url()}#comments"
        comment.status = "published"
        assert comment.page_url == comment.get_absolute_url()


def test_articles_of_an_older_release_are_found_by_their_address():
    urls = {
        URL: None,
        f"{URL}/": None,
        f"{URL}?utm_id=1": "7",
        "ftp://paper.example": None,
        "": None,
    }
    for url, external_id in urls.items():
        Article.objects.filter(pk=make_article(external_id=external_id).pk).update(url=url)
    migration = import_module("articles.migrations.0009_one_article_an_address")
    migration.fill(apps, None)
    keys = Article.objects.order_by("pk").values_list("canonical_key", flat=True)
    assert list(keys) == [key(URL), "", key(URL), "", ""]


def test_the_admin_refuses_the_address_of_another_article(client):
    client.force_login(make_administrator())
    make_article(url=URL)
    other = make_article()
    form = {"slug": other.slug, "title": "Other", "commenting": "open", "url": f"{URL}/"}
    form |= {"published_at_0": "2026-11-27", "published_at_1": "12:00"}
    answer = client.post(f"/admin/articles/article/{other.pk}/change/", form)
    assert "There is an article with this address." in answer.content.decode()
    answer = client.post(
        f"/admin/articles/article/{other.pk}/change/", {**form, "external_id": "9"}
    )
    assert answer.status_code == 302


def test_the_example_of_the_documentation_makes_an_article(settings):
    page = (settings.BASE_DIR / "docs/articles.md").read_text()
    names = {"secret": SECRET}
    exec(re.search(r"```python\n(.*?)```", page, re.DOTALL)[1], names)  # noqa: S102
    settings.EMBED_KEYS = {"2026": SECRET}
    listing = Listing("4711", "https://paper.example/swans", "The swans are back", "Local")
    assert seen_in_embed(listing, names["signature"]).section == "Local"
