"""`import_articles`, from a real web server and from files."""

import gzip
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.listings import fetching
from articles.models import Article
from tests.articles.listings.documents import ATOM, INDEX, RSS, SITEMAP
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def told(*arguments):
    out = StringIO()
    call_command("import_articles", *arguments, "--private", stdout=out)
    return out.getvalue().strip()


def titles():
    return dict(Article.objects.order_by("pk").values_list("url", "title"))


def test_a_feed_is_imported_once_however_often(site):
    feed = site.serve("/feed", RSS)
    assert told(feed, "--dry-run") == (
        "Articles: 2 new, 0 changed, 0 unchanged, 1 left out. Nothing was stored."
    )
    assert Article.objects.count() == 0
    assert told(feed) == "Articles: 2 new, 0 changed, 0 unchanged, 1 left out."
    assert told(feed) == "Articles: 0 new, 0 changed, 2 unchanged, 1 left out."
    assert titles() == {
        "https://paper.example/swans?utm_source=rss": "Swans & geese are back",
        "https://paper.example/ducks": "Ducks",
    }
    assert {article.body for article in Article.objects.all()} == {""}


def test_a_feed_changes_titles_and_keeps_ids_and_dates(site):
    known = make_article(url="https://www.paper.example/swans/", external_id="7", title="Old")
    assert told(site.serve("/feed", RSS), "--section", "Local").startswith(
        "Articles: 1 new, 1 changed"
    )
    changed = Article.objects.get(external_id="7")
    assert (changed.title, changed.section) == ("Swans & geese are back", "Local")
    assert (changed.url, changed.published_at) == (known.url, known.published_at)


def test_an_index_leads_to_its_own_sitemaps_only(site):
    site.serve("/news.xml", gzip.compress(SITEMAP.encode()))
    index = site.serve("/index.xml", INDEX.format(site=site.url))
    with pytest.raises(
        CommandError, match=r"Not read: .*/gone.xml, http://127.0.0.1:1/elsewhere.xml"
    ):
        told(index, "--only", "/swans")
    assert titles() == {"https://paper.example/swans": "Swans"}


def test_a_file_is_read_and_a_redirect_followed(site, tmp_path):
    file = tmp_path / "feed.xml"
    file.write_text(ATOM)
    assert told(str(file)) == "Articles: 0 new, 0 changed, 0 unchanged, 1 left out."
    site.serve("/new/atom", ATOM)
    moved = site.serve("/atom", status=301, Location="new/atom")
    assert told(moved).startswith("Articles: 1 new")
    assert list(titles()) == [f"{site.url}/swans"]


def test_what_cannot_be_read_is_told_and_stores_nothing(site, tmp_path, monkeypatch):
    monkeypatch.setattr(fetching, "LONGEST", 2000)
    long, bomb = b"x" * 2001, gzip.compress(b"x" * 10_000_000)
    reasons = {
        site.url + "/none": "answered 404",
        site.serve("/long", long): "longer than",
        site.serve("/bomb", bomb): "longer than",
        site.serve("/torn", b"\x1f\x8bno"): "unpacked",
        site.serve("/page", "<html/>"): "neither a feed nor a sitemap",
        site.serve("/loop", status=302, Location="/loop"): "redirects",
        site.serve("/file", status=302, Location="file:///etc/passwd"): "not spoken",
        "http://127.0.0.1:1/": "refused",
        str(tmp_path): "directory",
        str(tmp_path / "none"): "No such file",
        "a\0b": "null",
    }
    for place, reason in reasons.items():
        with pytest.raises(CommandError, match=reason):
            told(place)
    assert Article.objects.count() == 0


def test_a_private_address_is_asked_only_if_that_is_allowed(site):
    with pytest.raises(CommandError, match="private network"):
        call_command("import_articles", site.serve("/feed", RSS))
