import pytest

from moderation.services.transfer.archives.records import BrokenOff, Changed, Unreadable
from tests.archives.exports import (
    article,
    comment,
    comments_in,
    disqus,
    post,
    read,
    remarks_in,
    wxr,
    wxr_file,
    wxr_item,
)


def texts(written):
    return [one.text for one in comments_in("wordpress", written)]


@pytest.mark.parametrize("before", ["\n", "\r\n \n", "\ufeff", "\ufeff\n"])
def test_what_stands_before_the_xml_is_passed_over(before):
    assert read("wordpress", before + wxr({})) == [article(), comment()]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_other_unicode_encodings_are_read(encoding):
    assert texts(wxr({"content": "Ա 😀"}).encode(encoding)) == ["Ա 😀"]


@pytest.mark.parametrize("declared", ["ISO-8859-1", "windows-1252"])
def test_the_encoding_that_the_file_declares_is_heeded(declared):
    written = wxr({"content": "café"}).replace("UTF-8", declared)
    assert texts(written.encode(declared)) == ["café"]


@pytest.mark.parametrize("declared", ["x-unknown", "rot13", "hex", "idna", "undefined", "punycode"])
def test_an_encoding_that_is_none_is_refused_with_the_next_step(declared):
    (refused,) = read("wordpress", wxr({}).replace("UTF-8", declared))
    assert isinstance(refused, BrokenOff)
    assert refused.why.endswith("save the file as UTF-8")


@pytest.mark.parametrize(
    "sign", [*map(chr, range(1, 9)), "\0", "\v", "\f", "\x1b", "\ufffe", "\uffff"]
)
@pytest.mark.parametrize("form", ["{}", "<![CDATA[{}]]>"])
def test_a_control_character_is_left_out_and_nothing_behind_it(sign, form):
    found = read("wordpress", wxr({"content": form.format(f"a{sign}b")}, {"id": 2}))
    assert [one for one in found if not isinstance(one, Changed)] == [
        article(),
        comment(text="ab"),
        comment(id="2"),
    ]
    (remark,) = [one for one in found if isinstance(one, Changed)]
    line = wxr({"content": "~"}).partition("~")[0].count("\n") + 1
    assert (remark.where, remark.kind) == (f"line {line}", "control characters left out")


@pytest.mark.parametrize(
    ("reference", "meant"),
    [
        ("&#11;", ""),
        ("&#x0;", ""),
        ("&#xFFFE;", ""),
        ("&#xD83D;", ""),
        ("&#xD83D;&#xDE00;", "😀"),
        ("&#55357;&#56832;", "😀"),
        ("&#128512;", "😀"),
        ("&nbsp;", "\xa0"),
        ("&eacute;", "é"),
        ("&LT;b&GT;", "<b>"),
        ("&#8217;", "’"),
        ("&amp;", "&"),
    ],
)
@pytest.mark.parametrize("form", ["{}", "<![CDATA[{}]]>"])
def test_a_reference_that_xml_does_not_know_ends_no_file(reference, meant, form):
    fields = {"author": form.format(f"a{reference}b")}
    found = comments_in("wordpress", wxr(fields, {"id": 2}))
    assert [one.author.name for one in found] == [f"a{meant}b", "Ani"]


@pytest.mark.parametrize("wrong", [b"\xe9", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf5\x80\x80\x80"])
def test_bytes_that_are_not_utf_8_cost_their_comment_and_name_its_line(wrong):
    written = wxr({"content": "caf~"}, {"id": 2}).encode().replace(b"~", wrong)
    shown, refused, good = read("wordpress", written)
    line = written[: written.index(b"caf")].count(b"\n") + 1
    why = f"the byte 0x{wrong[0]:02X} in line {line} is not UTF-8"
    assert refused == Unreadable("comment 1", why)
    assert (shown, good) == (article(), comment(id="2"))


def test_a_post_with_bytes_that_are_not_utf_8_is_named_and_the_next_is_read():
    written = wxr_file(wxr_item({}, title="caf~"), wxr_item({"id": 2})).encode()
    refused, under, *good = read("wordpress", written.replace(b"~", b"\xe9"))
    assert "0xE9" in refused.why
    assert under.kind == "comment under a post that could not be read"
    assert good == [article(), comment(id="2")]


def test_a_post_whose_id_is_not_utf_8_is_named():
    written = disqus(post("caf~"), post("2")).encode().replace(b"~", b"\xe9")
    refused, good = read("disqus", written)
    assert (refused.where, good.id) == ("post with an unreadable id", "2")


def test_a_sign_across_the_pieces_that_are_read_is_whole():
    for shift in range(40):
        padding = "x" * ((1 << 16) - len(wxr({"content": "~"}).partition("~")[0]) - shift)
        assert texts(wxr({"content": f"{padding}😀&#55357;&#56832;&eacute;"})) == [
            f"{padding}😀😀é"
        ]


@pytest.mark.parametrize("form", ["wordpress", "disqus"])
def test_a_file_that_breaks_off_gives_what_came_before_and_the_line(form):
    whole = {"wordpress": wxr({}, {"id": 2}), "disqus": disqus(post(), post("2"))}[form]
    torn = whole[: whole.rindex("12:00:00")]
    *_, first, last = read(form, "\n" + torn)
    assert first.id == "1"
    assert isinstance(last, BrokenOff)
    assert last.where.startswith(f"line {torn.count(chr(10)) + 2}, column ")
    assert "breaks off" in last.why


def test_two_files_in_one_are_broken_off_behind_the_first():
    *good, last = read("wordpress", wxr({}) + wxr({"id": 2}))
    assert good == [article(), comment()]
    assert isinstance(last, BrokenOff)


def test_an_entity_bomb_is_refused():
    bomb = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><rss><channel>&c;</channel></rss>'
    (refused,) = remarks_in("wordpress", bomb)
    assert isinstance(refused, BrokenOff)
    assert "not safe" in refused.why


@pytest.mark.parametrize("form", ["wordpress", "disqus"])
@pytest.mark.parametrize("written", ["", "\n\n", "<rss></rss>", "hello", "{}"])
def test_another_file_is_no_export(form, written):
    assert all(isinstance(one, BrokenOff) for one in read(form, written))


def test_elements_within_elements_without_end_are_read():
    deep = "<a>" * 50_000 + "</a>" * 50_000
    assert comments_in("wordpress", wxr_file(f"<item>{deep}</item>", wxr_item({}))) == [comment()]
