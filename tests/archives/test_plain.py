import pytest

from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    BrokenOff,
    Unreadable,
)
from tests.archives.exports import (
    CSV,
    CSV_ROW,
    articles_in,
    comment,
    comments_in,
    csv,
    json_lines,
    read,
    remarks_in,
)

ANI = ArchivedAuthor("name Ani", "Ani")
ROW = {"id": 1, "article": "7", "author": "Ani", "text": "Hello", "posted_at": "2019-05-04 12:00"}


def texts(found):
    return [one.text for one in found]


def test_a_csv_has_comments_with_their_article_s_title():
    article, row = read("csv", csv('"Hello, ""you""\nthere"'))
    assert article == ArchivedArticle(id="7", title="A summit")
    assert row == comment(author=ANI, text='Hello, "you"\nthere')


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("before", ["", "\ufeff", "sep={}\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_spreadsheets_are_read_however_they_are_saved(separator, before, encoding):
    columns = ["ID", "Article", " Article Title", "AUTHOR", "Text ", "Posted at", "status"]
    rows = [columns, ["1", "7", "A", "Ani", "Hello", "2019-05-04 12:00", "Published"]]
    written = before.format(separator) + "\r\n".join(separator.join(row) for row in rows)
    assert comments_in("csv", written.encode(encoding)) == [comment(author=ANI)]


@pytest.mark.parametrize(
    ("content", "where", "why"),
    [
        ("id,text\n1,Hi\n", "line 1", "columns are missing: article, author, posted_at"),
        ("", "line 1", "columns are missing"),
        (CSV + "1,7,T,Ani,Hi,tomorrow,\n", "line 2", "is not a date"),
        (CSV + "1,7,T,Ani,Hi,2019-05-04,odd\n", "line 2", "status 'odd' is none of"),
        (CSV + '1,7,T,Ani,"Hi"x,2019-05-04 12:00,\n', "line 2", "it is not CSV"),
        (CSV + '1,7,T,Ani,"Hi', "line 2", "it is not CSV"),
        (CSV + "1,7,T,Ani,Hi, you,2019-05-04 12:00,\n", "line 2", "it has 8 cells for 7 columns"),
        (CSV + "1,7,T,Ani,Hi\n", "line 2", "it has no date"),
        ("id;Text;TEXT;article;author;posted_at\n", "line 1", "columns come twice: text"),
    ],
)
def test_a_csv_that_cannot_be_read_says_where_and_why(content, where, why):
    (refused,) = remarks_in("csv", content)
    assert refused.where == where
    assert why in refused.why


def test_a_file_without_the_columns_is_broken_off():
    assert [type(found) for found in read("csv", "a,b\n1,2\n")] == [BrokenOff]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ('"never closed', "its quotation mark is not closed"),
        ('"broken "quote', "it is not CSV"),
        ("x" * 140_000, "it is not CSV: a cell has more than 131,072 characters"),
        ('"' + ("x" * 9_999 + "\n") * 101, "its quotation mark is not closed"),
    ],
)
@pytest.mark.parametrize("after", ["good", '"quoted, too"'])
def test_a_broken_row_costs_no_other_row(bad, why, after):
    found = read("csv", csv("good", bad, "good", after, after))
    assert [one.id for one in found if not isinstance(one, ArchivedArticle | Unreadable)] == [
        "1",
        "3",
        "4",
        "5",
    ]
    first = next(one for one in found if isinstance(one, Unreadable))
    assert (first.where, why in first.why) == ("line 3", True)


@pytest.mark.parametrize("place", ["{}", '"two\nlines {}"'])
def test_a_row_that_is_not_utf_8_is_refused_with_its_line(place):
    written = csv("good", place.format("cafE"), "good").encode().replace(b"cafE", b"caf\xe9")
    found = read("csv", written)
    refused = [one for one in found if isinstance(one, Unreadable)]
    assert refused == [Unreadable("line 3", "the byte 0xE9 is not UTF-8: save the file as UTF-8")]
    assert texts(one for one in found if hasattr(one, "text")) == ["good", "good"]


def test_who_wrote_is_known_by_id_then_by_address_then_by_name():
    rows = [
        {**ROW, "author_id": "ani", "email": "x@example.org"},
        {**ROW, "email": "Ani@example.org"},
        {**ROW, "email": "ani@example.org", "author": "Other"},
        ROW,
        {**ROW, "author": "ani@example.org"},
    ]
    assert [one.author.id for one in comments_in("jsonl", json_lines(*rows))] == [
        "id ani",
        "mail ani@example.org",
        "mail ani@example.org",
        "name Ani",
        "name ani@example.org",
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ["list"]),
        ("text", {"a": 1}),
        ("text", True),
        ("author", {"name": "R"}),
        ("id", None),
        ("id", ""),
        ("id", 1.5),
        ("article", None),
        ("posted_at", 1577836800),
        ("posted_at", None),
        ("status", "hidden"),
        ("what", "user"),
    ],
)
def test_a_value_of_another_kind_is_named_with_its_line(field, value):
    first, refused = read("jsonl", json_lines(ROW, {**ROW, field: value}))
    assert first == comment(author=ANI)
    assert refused.where == "line 2"


def test_a_closed_article_stays_closed():
    rows = [
        {"what": "article", "id": 7, "title": "A summit", "commenting": state}
        for state in ("open", "closed")
    ]
    assert [one.closed for one in articles_in("jsonl", json_lines(*rows))] == [False, True]


@pytest.mark.parametrize("status", ["draft", "Private", "odd"])
def test_an_article_that_was_not_public_is_left_out_with_its_comments(status):
    hidden = {"what": "article", "id": 7, "title": "A summit", "status": status}
    found = read("jsonl", json_lines(hidden, ROW | {"article_title": "A summit"}))
    assert [record.kind for record in found] == [
        "article that was not public",
        "comment under an article that was not public",
    ]


@pytest.mark.parametrize("status", ["", "published", "Publish", None])
def test_an_article_that_was_public_comes_in(status):
    shown = {"what": "article", "id": 7, "title": "A summit", "status": status}
    assert [one.id for one in articles_in("jsonl", json_lines(shown))] == ["7"]


def test_a_csv_row_of_a_megabyte_is_read_as_a_stream():
    rows = "".join(CSV_ROW.format(number, "x" * 10_000) for number in range(300))
    assert len(comments_in("csv", CSV + rows)) == 300
