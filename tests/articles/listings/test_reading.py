"""Feeds and sitemaps, and what only looks like one."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.listings.reading import NotAList, read
from tests.articles.listings.documents import ATOM, BOMB, INDEX, RDF, RSS, SITEMAP

SWANS = "https://paper.example/swans"
MORNING = datetime(2026, 11, 27, 7, tzinfo=UTC)


def listed(document):
    found = read(document.encode(), "https://paper.example/feed")
    rows = [(entry.url, entry.title, entry.published_at) for entry in found.listings]
    return rows, found.left_out


def test_each_kind_of_list_is_read():
    assert listed(RSS) == (
        [
            (f"{SWANS}?utm_source=rss", "Swans & geese are back", MORNING),
            ("https://paper.example/ducks", "Ducks", datetime(2026, 11, 26, 9, tzinfo=UTC)),
        ],
        1,
    )
    assert listed(ATOM) == ([(SWANS, "Swans „zurück“", MORNING)], 0)
    assert listed(RDF) == ([(SWANS, "Swans", None)], 0)
    yesterday = datetime(2026, 11, 26, 8, tzinfo=UTC)
    about = ("https://paper.example/about", "", None)
    assert listed(SITEMAP) == ([(SWANS, "Swans", yesterday), about], 1)
    assert read(INDEX.format(site="https://paper.example").encode()).sitemaps == [
        "https://paper.example/news.xml",
        "https://paper.example/gone.xml",
        "http://127.0.0.1:1/elsewhere.xml",
    ]


def test_the_language_is_that_of_the_entry_or_else_of_the_feed():
    rss = RSS.replace("<channel>", "<channel><language>de-de</language>")
    atom = ATOM.replace("<feed", '<feed xml:lang="en"').replace("<entry", '<entry xml:lang="de"')
    news = SITEMAP.replace("</news:name>", "</news:name><news:language>de</news:language>")
    found = {
        document: [listing.language for listing in read(document.encode(), SWANS).listings]
        for document in (rss, atom, news, RSS)
    }
    assert list(found.values()) == [["de-de", "de-de"], ["de"], ["de", ""], ["", ""]]


def test_a_date_that_is_none_or_to_come_is_not_believed():
    for text in (
        "tomorrow",
        "0000-00-00",
        "Fri, 99 Nov 2026 08:00:00 +0100",
        "9999-12-31T23:59:59Z",
    ):
        document = f"<rss><item><link>{SWANS}</link><pubDate>{text}</pubDate></item></rss>"
        [(_url, _title, published_at)], _ = listed(document)
        assert published_at is None or published_at.year < 9999


NO_LISTS = (
    b"",
    b"{}",
    b"<html><body/></html>",
    b"<rss",
    b"\xff\xfe",
    BOMB.encode(),
    b"<!DOCTYPE html>",
    b'<?xml version="1.0" encoding="nonsense"?><rss/>',
    b"\x00" * 99,
    b"<a>" * 9999,
)


@pytest.mark.parametrize("data", NO_LISTS, ids=range(len(NO_LISTS)))
def test_what_is_no_list_is_told_apart(data):
    with pytest.raises(NotAList):
        read(data)


PIECES = [
    "<item>",
    "</item>",
    "<link>",
    "</link>",
    "<url>",
    "</url>",
    "<loc>",
    "</loc>",
    "<title>",
    "</title>",
    "<pubDate>",
    "http://[",
    "a",
    "&amp;",
    "<!--",
    "]]>",
    "<",
    "é",
    "-1",
    "999999999999999999999",
    "<link/>",
    "<a:b/>",
]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["rss", "feed", "urlset", "sitemapindex"]),
    st.lists(st.sampled_from(PIECES), max_size=12),
)
def test_rubbish_is_read_or_refused(root, pieces):
    document = f"<{root}>{''.join(pieces)}</{root}>"
    with suppress(NotAList):
        assert read(document.encode(), "https://paper.example/").left_out <= len(pieces)
