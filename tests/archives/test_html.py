import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.services.transfer.archives import tags
from moderation.services.transfer.archives.html import BLOCKS, plain_text
from tests.counted_work import lines_run

OTHER_BLOCKS = sorted(BLOCKS - {"frameset", "plaintext"})
INLINE = ["a", "b", "i", "em", "strong", "span", "u", "s", "code", "q", "o:p", "font", "wbr", "sub"]


def lines(html):
    return [line for line in plain_text(html).split("\n") if line]


@pytest.mark.parametrize("name", OTHER_BLOCKS)
@pytest.mark.parametrize(
    "form",
    [
        "a<{0}>b</{0}>c",
        "a<{0} class=x>b</{0} >c",
        "a <{0}>b</{0}> c",
        "a<{1}>b</{1}>c",
        "a<{0}/>b</{0}>c",
        "a<b><{0}>b</{0}></b>c",
        "a<{0}>b<{0}>c",
        "a</{0}>b</{0}>c",
    ],
)
def test_a_block_stands_on_lines_of_its_own(name, form):
    assert lines(form.format(name, name.upper())) == ["a", "b", "c"]


@pytest.mark.parametrize("br", ["<br>", "<br/>", "<br />", "</br>", "<BR clear='all'>", "<hr>"])
def test_a_break_begins_a_line(br):
    assert plain_text(f"one {br} two") == "one\ntwo"


@pytest.mark.parametrize("name", INLINE)
def test_what_is_no_block_neither_glues_nor_parts(name):
    assert plain_text(f"un<{name}>believ</{name}>able <{name}>thing</{name}> x") == (
        "unbelievable thing x"
    )


def test_table_cells_and_list_items_are_parted():
    table = "<table><tr><td>you</td><td>idiot</td></tr><tr><th>x</th></tr></table>"
    assert lines(f"{table}<ul><li>one<li>two</ul><dl><dt>term<dd>words</dl>") == [
        "you", "idiot", "x", "one", "two", "term", "words"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello</p><p>world</p>", "Hello\n\nworld"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<div>a<br></div><div>b</div>", "a\nb"),
        ("a<div>b</div><div><br></div><div>c</div>", "a\nb\n\nc"),
        ("a<br><br>b", "a\n\nb"),
        ("a<br />\nb", "a\nb"),
        ("<ul>\n  <li>one</li>\n  <li>two</li>\n</ul>\n", "one\ntwo"),
        ("one\ntwo\n\nthree", "one\ntwo\n\nthree"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("<p>a</p>\n\n<p>b</p>", "a\n\nb"),
        ("a &amp; b &amp;lt; &#8217; &#55357;&#56832;", "a & b &lt; ’ 😀"),
        ("a<!-- no -->b<!-->c", "abc"),
        ("a<![CDATA[<b>]]>c", "a<b>c"),
        ("I <3 you, 1 < 2 & 3 > 2", "I <3 you, 1 < 2 & 3 > 2"),
        ("a<b", "a<b"),
        ("a <b and c <i>d</i>", "a <b and c d"),
        ("a<!-- never closed", "a<!-- never closed"),
        ("a<script>b</script>c<STYLE>d</style >e<template>f</template>g", "aceg"),
        ("a<script>b", "ab"),
        ("a<script/>b</script>c", "ac"),
        ("x\u2028y\x85z", "x\u2028y\x85z"),
    ],
)
def test_html_reads_as_in_a_browser_and_loses_no_letter(html, text):
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('See <a href="https://x.example/a">here</a>.', "See here (https://x.example/a)."),
        ("<a href='https://x.example/a'>here</a>and", "here (https://x.example/a) and"),
        ("<A HREF=https://x.example/a>here</A>", "here (https://x.example/a)"),
        ('<a href="https://x.example/a">here', "here (https://x.example/a)"),
        ('<a href="https://x.example/?a=1&amp;b=2">x</a>', "x (https://x.example/?a=1&b=2)"),
        ('<a href="https://x.example/a">https://x.example/a</a>', "https://x.example/a"),
        ('<a href="https://x.example/">HTTPS://x.example</a>', "HTTPS://x.example"),
        ('<a href="https://x.example/a">x.example/a</a>', "x.example/a (https://x.example/a)"),
        ('<a href="https://x.example/a"><b>he</b>re</a>', "here (https://x.example/a)"),
        ('<a href="https://x.example/a"><div>here</div></a>b', "here\n(https://x.example/a) b"),
        ('<a href="https://x.example/a"></a>b', "(https://x.example/a) b"),
        ('<a href="//x.example">a</a><a href="/y">b</a>', "a (//x.example) b (/y)"),
        ('<a href="mailto:x@x.example">write</a>', "write (mailto:x@x.example)"),
        ('<a href=" https://x.example/a b\n">x</a>', "x (https://x.example/a%20b)"),
        ('<a href="https://x.example/a>here</a>', "here (https://x.example/a)"),
        ('a<img src="https://x.example/i.png" alt="Buy">b', "aBuy (https://x.example/i.png) b"),
        ('<img src="https://x.example/i.png">', "(https://x.example/i.png)"),
        ('<iframe src="https://x.example/v"></iframe>', "(https://x.example/v)"),
        ('<input type="image" src="https://x.example/i">', "(https://x.example/i)"),
        ('<svg><a xlink:href="https://x.example/s">here</a></svg>', "here (https://x.example/s)"),
        ('<a href="#top">up</a>', "up"),
        ("<a>up</a>", "up"),
        ('<a href="javascript:alert(1)">up</a>', "up"),
        ('<a href=" Java\nScript&colon;alert(1)">up</a>', "up"),
        ('<a href="&#1;javascript:alert(1)">up</a>', "up"),
        ('<img src="data:image/png;base64,AAAA">', ""),
    ],
)
def test_the_address_of_a_link_or_picture_is_kept_beside_its_words(html, text):
    assert plain_text(html) == text


PIECES = [
    "<!--", "<![CDATA[", "<a ", "</", "<a x='", '<a x="', "<!", "<?", "<", "&", "&#", "<a/",
    "<div>",
    "<b>", "<a href=x>", "<a href='x'>y", "<script>", "<style><", "</p>", "<br>", "<a =", "<a '\"",
    "-->", "<p ", "\n", "&#55357;", "<template><!--", "<img src=x>", "<a\t", "<x y=\"z'",
]  # fmt: skip


def steps(html):
    """How many lines of our code run while `html` is read."""
    return lines_run(lambda: plain_text(html), lambda file: "/archives/" in file)


@pytest.mark.parametrize("piece", PIECES)
def test_reading_html_takes_steps_in_proportion_to_its_length(piece):
    assert steps(piece * 2000) <= 2.2 * steps(piece * 1000) + 100


@pytest.mark.parametrize("piece", PIECES)
def test_no_character_of_html_is_looked_for_twice(piece, monkeypatch):
    """The expressions are tried once at each place, and what is absent is looked for once."""
    looked = []

    class Counted(str):
        __slots__ = ()

        def find(self, what, begin=0, *rest):
            found = str.find(self, what, begin, *rest)
            looked.append((found if found >= 0 else len(self)) - begin)
            return found

    html = Counted(piece * 5000)
    list(tags.tokens(html))
    assert sum(looked) <= 6 * len(html)


def test_a_hundred_thousand_nested_elements_are_read():
    assert plain_text("<div><b>" * 100_000 + "x" + "</b></div>" * 100_000) == "x"


words = st.text(string.ascii_letters, min_size=1, max_size=5)


@given(st.lists(st.tuples(words, st.sampled_from(OTHER_BLOCKS), st.booleans()), min_size=1))
def test_no_two_blocks_words_are_glued(parts):
    html = "".join(f"<{name}><b>{word}</b>" + f"</{name}>" * ends for word, name, ends in parts)
    assert plain_text(html).split() == [word for word, _, _ in parts]


@given(st.lists(st.one_of(words, st.sampled_from(["<b>", "</b>", "<i class='x'>", "</span>"]))))
def test_inline_elements_change_no_letter(parts):
    assert plain_text("".join(parts)) == "".join(p for p in parts if not p.startswith("<"))


@given(st.text(max_size=200))
def test_a_text_without_tags_keeps_every_letter(text):
    written = text.replace("&", "&amp;").replace("<", "&lt;")
    assert re.sub(r"\s", "", plain_text(written)) == re.sub(r"\s", "", text)


@given(st.text(alphabet="<>/!-[]?&;#'\"= \nabpCDAT123", max_size=200))
def test_any_html_becomes_words(html):
    assert isinstance(plain_text(html), str)


@given(st.text(max_size=200))
def test_scripts_are_left_out(html):
    assert plain_text(f"<script>{html.replace('<', '')}</script>ok") == "ok"
