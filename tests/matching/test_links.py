import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.matching.domains import suffixes
from moderation.matching.links import links
from tests.counted_work import calls


def found(text):
    return [text[start:end] for start, end in links(text)]


@pytest.mark.parametrize(
    "text",
    [
        "http://deals.example/",
        "HTTPS://DEALS.EXAMPLE/x?y=1#z",
        "ftp://deals.shop/x",
        "hxxps://deals.shop",
        "h**p://deals.com",
        "http://user:pw@deals.com:8080/x",
        "http://192.0.2.1",
        "http://[2001:db8::1]/x",
        "www.deals.example",
        "deals.com",
        "DEALS.COM",
        "Deals.com",
        "deals.co",
        "deals.co.uk",
        "deals.com.au",
        "shop.deals.co.jp/x",
        "bit.ly/abc",
        "Bit.Ly/abc",
        "t.me/deals",
        "x.it",
        "x.com",
        "163.com",
        "deals.xyz",
        "deals.online",
        "deals.store",
        "deals.com:443",
        "deals.md/x",
        "transfer.sh/abc",
        "192.0.2.1/buy",
        "192.0.2.1:8080/x",
        "[2001:db8::1]:8080/x",
        "sales@deals.com",
        "first.last@deals.co.uk",
        "me.it@deals.com",
        "例え.jp",
        "пример.рф",
        "उदाहरण.भारत",
        "例子。中国",
        "xn--e1afmkfd.xn--p1ai",
        "bücher.de/angebot",
        "ｗｗｗ．deals．com",
        "deals．com",
        "deals｡com",
        "deals。com",
        "ⓓⓔⓐⓛⓢ.ⓒⓞⓜ",
        "deals[.]com",
        "deals(dot)com",
        "deals (dot) com",
        "deals [DOT] com",
        "deals{.}com",
    ],
)
def test_an_address_is_one_link_and_its_span_is_the_address(text):
    assert found(text) == [text]
    assert found(f"See {text}, or {text}.") == [text, text]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("deals\u200b.com", "deals\u200b.com"),
        ("deals&#46;com", "deals&#46;com"),
        ("deals.com에서 산", "deals.com"),
        ("请访问deals.com吧", "请访问deals.com"),
        ("mailto:sales@deals.com", "sales@deals.com"),
        ("**deals.com**", "deals.com"),
        ("[buy](deals.shop)", "deals.shop"),
        ("[deals.com](http://deals.com)", "http://deals.com"),
        ("[http://bank.example](http://deals.com)", "http://deals.com"),
        ('<a href="http://deals.com">deals.com</a>', "http://deals.com"),
        ("<a href=//deals.shop><b>deals.shop</b></a>", "deals.shop"),
        ("[url=http://deals.com]deals.com[/url]", "http://deals.com"),
        ("[url]http://deals.com[/url]", "http://deals.com"),
        ('[buy](http://deals.com "deals.com")', "http://deals.com"),
        ('<a href="http://deals.com" title="deals.com">x</a>', "http://deals.com"),
        ("ｈｔｔｐ：／／deals．com", "ｈｔｔｐ：／／deals．com"),
        ("http:\\\\deals.com", "deals.com"),
        ("<http://deals.com>", "http://deals.com"),
        ("(http://deals.com/a_(b))", "http://deals.com/a_(b)"),
        ("See deals.com.Then go.", "deals.com"),
        ("a.zzz/deals.com", "deals.com"),
        ("1.2.3/deals.com", "deals.com"),
        ("Yahoo.com is a company", "Yahoo.com"),
    ],
)
def test_an_address_in_a_sentence_or_in_markup_counts_once(text, address):
    assert found(text) == [address]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("deals.com,deals.net", ["deals.com", "deals.net"]),
        ("See deals.com.Then.go to deals.net", ["deals.com", "deals.net"]),
        ("http://a.example;http://b.example", ["http://a.example", "http://b.example"]),
        ("[a](http://a.example) [b](b.shop)", ["http://a.example", "b.shop"]),
        ("[deals.com] (see deals.net)", ["deals.com", "deals.net"]),
    ],
)
def test_several_addresses_count_each(text, addresses):
    assert found(text) == addresses


@pytest.mark.parametrize(
    "text",
    [
        "The bill was 3.50, 1,234.56 in all.",
        "Version 2.0.1, v3.1.is old",
        "24.12.2024, am 24.12.in Berlin, 12.30 Uhr",
        "10.km on the 5.to the 6.",
        "The ratio was 16:9/4:3.",
        "192.0.2.1 of 192.0.2.0/24, 1.2.3.4.5",
        "e.g. bread, i.e. food, a.m.to p.m.",
        "I moved to the U.S.in 2001, J.R.R. Tolkien, Ph.D.is",
        "z.B. d.h. u.a.",
        "It was great.But then",
        "done.So what, the end.So",
        "I know.It is, i know.it is",
        "THE END.SO WHAT",
        "Das war gut.Es ist vorbei, in Berlin.So ist es, keine Partei.Es wird",
        "Thank you.PS: see above.TALK",
        "Mr.Green",
        "report.pdf, index.html, photo.jpeg, README.txt",
        "main.py, readme.md, script.sh, src/main.rs, a/b/c.py, node.js, archive.zip",
        "well...so, no..it, wait…so",
        "@reader thanks, @reader.name!",
        "Dr.med. Weber, Weber & Co.KG, etc.so on",
        "the hotel.it was closed",
        "https:// and www. and .com",
        "co.uk",
        "3:1, C:/Users, 12:30",
        "",
    ],
)
def test_what_only_looks_like_an_address_is_none(text):
    assert found(text) == []


ENDINGS = sorted(ending for ending in suffixes()._publicsuffix if "." not in ending)


@given(st.sampled_from(ENDINGS), st.sampled_from(["", "www.", "http://", "http://www."]))
def test_any_registered_ending_makes_an_address(ending, before):
    assert found(f"go to {before}spam-7.{ending}/x now") == [f"{before}spam-7.{ending}/x"]


@given(st.text(), st.text("ab.1/:@[]()-_w。傻dothtp ?#<>a=\u0301\u200b", max_size=60))
def test_any_text_gives_spans_in_order_within_it(text, address):
    text = text + address
    spans = links(text)
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


SHAPES = [
    "a", "a.", "a.b/", "a-", "a+", "a@", ".", "...", "http://", "http://a/", "www.", "[", "[a](",
    "](", "<a ", "<a x>", "(", "[.]", "a [.] ", "1.", "1.1.1.1/", "[::", "a.com/(", "a.com,",
    "end.so ", "é.", "。", "a。", "::::", ":/", "//", "a(dot)", "com.", "U.S.in ", "\u200b.",
    "a.Bcd.",
]  # fmt: skip


def _steps(text):
    return calls(lambda: links(text))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_work_grows_with_the_text_and_not_faster(shape):
    links(shape * 50)
    short, long = (shape * (size // len(shape)) for size in (4000, 16_000))
    assert _steps(long) < 5 * _steps(short) + 1000
