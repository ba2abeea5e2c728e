from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from articles.canonical import canonical

ARTICLE = "https://paper.example/2026/swans"
SPELLINGS = [
    "http://paper.example/2026/swans",
    "HTTPS://WWW.Paper.Example:443/2026/swans/",
    "https://user:word@paper.example./2026/./x/../swans//",
    "  https://paper.example/2026/%73wans#comity-12",
    "https://paper.example/2026/swans?utm_source=feed&fbclid=1&amp=1&_ga=2",
    "https://paper.example/2026/swans/amp/",
    "https://paper.example/2026/swans.amp",
    "https://amp.paper.example/2026/swans?outputType=amp",
    "https://paper.example/amp/2026/swans",
    "https://paper-example.cdn.ampproject.org/c/s/paper.example/2026/swans",
    "https://www.google.com/amp/s/amp.paper.example/2026/swans",
]
OTHERS = [
    "https://paper.example/2026/Swans",
    "https://paper.example/2026/swans?page=2",
    "https://paper.example:8443/2026/swans",
    "https://news.paper.example/2026/swans",
    "https://paper.example/2026%2Fswans",
    "https://paper.example/swans",
]
WORDS = """amp www a A .. . %2e%2E %zz é x.amp.html .amp amp.html c s paper.example
    utm_x=1 b=2 & ? # :80 @ ["""
HOSTS = """paper.example www.amp.www.Paper.Example. bücher.example amp.com www.amp 1.2.3.4 [::1]
    a..b x.cdn.ampproject.org google.com ß.example:8080 a%2fb"""
ADDRESSES = st.tuples(
    st.sampled_from([*HOSTS.split(), "", "x" * 70]),
    st.lists(st.sampled_from([*WORDS.split(), "", " ", "\t"]), max_size=7),
).map(lambda parts: f"https://{parts[0]}/{'/'.join(parts[1])}")


def test_all_spellings_of_an_address_are_one():
    assert {canonical(url) for url in SPELLINGS} == {ARTICLE}
    assert canonical("https://paper.example/?b=2&a=1") == "https://paper.example?a=1&b=2"
    assert canonical("https://bücher.example/ä") == canonical(
        "https://xn--bcher-kva.example/%c3%a4"
    )


def test_other_articles_have_other_addresses():
    assert len({canonical(url) for url in [ARTICLE, *OTHERS]}) == 1 + len(OTHERS)


def test_what_is_no_address_of_a_page_has_none():
    bad = [
        "",
        "swans",
        "/2026/swans",
        "javascript:alert(1)",
        "mailto:a@b.example",
        "ftp://a.example",
    ]
    bad += [
        "https://",
        "https://[::1",
        "https://a.example:99999/",
        "http:///x",
        "https://a.example:x",
    ]
    assert {canonical(url) for url in bad} == {""}


@given(ADDRESSES | st.text(max_size=40))
def test_the_canonical_address_is_its_own(url):
    once = canonical(url)
    assert canonical(once) == once
    assert once.isascii()


@given(ADDRESSES)
def test_tracking_and_fragments_change_nothing(url):
    base = url.split("#")[0].strip()
    mark = "&" if urlsplit(base).query or "?" in base else "?"
    assert canonical(f"{base}{mark}utm_source=x&gclid=y#comments") == canonical(base)
