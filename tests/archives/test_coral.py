import json
from dataclasses import replace

import pytest

from articles.models import Comment
from moderation.services.transfer.archives.records import ArchivedAuthor, LeftOut
from tests.archives.exports import (
    NOON,
    article,
    articles_in,
    comment,
    comments_in,
    coral_comment,
    coral_story,
    json_lines,
    read,
    remarks_in,
)

PAGE = "https://paper.example/a-summit"
MILLISECONDS = int(NOON.timestamp() * 1000)
PUBLISHED, HELD, REMOVED = Comment.Status
ANI = ArchivedAuthor("account u1", "ani", "ani@example.org")


def test_coral_s_collections_are_told_apart():
    user = {"id": "u1", "username": "ani", "email": "ani@example.org"}
    removed = coral_comment(
        status="REJECTED", revisions=[{"body": "Old"}, {"body": "<div>Hello</div>"}]
    )
    rows = [user, coral_story(), removed]
    by_id = comment(author=ArchivedAuthor("account u1", ""), status=REMOVED)
    assert read("coral", json_lines(*rows)) == [ANI, article(body="", url=PAGE), by_id]
    as_array = "[\n" + ",\n".join(map(json.dumps, rows)) + "\n]\n"
    assert read("coral", as_array) == [ANI, article(body="", url=PAGE), by_id]


@pytest.mark.parametrize(
    ("fields", "status", "withheld"),
    [
        ({"status": "NONE"}, PUBLISHED, False),
        ({"status": "APPROVED"}, PUBLISHED, False),
        ({"status": "PREMOD"}, HELD, False),
        ({"status": "SYSTEM_WITHHELD"}, HELD, True),
        ({"status": "REJECTED"}, REMOVED, False),
        ({"deletedAt": {"$date": "2020-05-01T00:00:00Z"}}, REMOVED, False),
        ({"deletedAt": None}, PUBLISHED, False),
    ],
)
def test_what_was_not_shown_is_not_shown(fields, status, withheld):
    (found,) = comments_in("coral", json_lines(coral_comment(**fields)))
    assert (found.status, found.withheld) == (status, withheld)


@pytest.mark.parametrize(
    ("fields", "closed"),
    [
        ({}, False),
        ({"closedAt": None}, False),
        ({"closedAt": False}, False),
        ({"closedAt": {"$date": "2020-02-01T00:00:00Z"}}, True),
        ({"closedAt": {"$date": MILLISECONDS}}, True),
        ({"closedAt": {"$date": "2999-02-01T00:00:00Z"}}, False),
        ({"closedAt": True}, True),
        ({"closedAt": {"$date": "soon"}}, True),
        ({"isArchived": True}, True),
        ({"isArchiving": True}, True),
        ({"settings": {"disableCommenting": {"enabled": True}}}, True),
        ({"settings": {}}, False),
        ({"settings": None}, False),
    ],
)
def test_a_closed_story_stays_closed(fields, closed):
    assert articles_in("coral", json_lines(coral_story(**fields))) == [
        article(body="", url=PAGE, closed=closed)
    ]


@pytest.mark.parametrize(
    "date",
    [
        {"$date": "2019-05-04T12:00:00Z"},
        {"$date": "2019-05-04T12:00:00.000+0000"},
        {"$date": "2019-05-04T14:00:00+0200"},
        {"$date": MILLISECONDS},
        {"$date": {"$numberLong": str(MILLISECONDS)}},
        "2019-05-04T12:00:00Z",
    ],
)
def test_every_way_to_write_a_date_is_read(date):
    (found,) = comments_in("coral", json_lines(coral_comment(createdAt=date)))
    assert found.posted_at == NOON


def test_ids_that_mongodb_wraps_are_read():
    row = coral_comment(
        id={"$oid": "5e0b"}, storyID={"$numberLong": "7"}, parentID={"$oid": "5e0a"}
    )
    assert comments_in("coral", json_lines(row)) == [
        replace(comments_in("coral", json_lines(coral_comment()))[0], id="5e0b", parent="5e0a")
    ]


@pytest.mark.parametrize(
    "date",
    [
        {"$date": {"$numberLong": "-62135596800000"}},
        {"$date": {"$numberLong": "9" * 30}},
        {"$date": {"$numberLong": "x"}},
        {"$date": {}},
        {"$date": []},
        {"$date": None},
        {"$date": 1e300},
        {"$date": True},
        {},
        [],
        None,
        5,
    ],
)
def test_an_absurd_date_is_named(date):
    (refused,) = read("coral", json_lines(coral_comment(createdAt=date)))
    assert "date" in refused.why


def test_a_deleted_account_is_an_author_without_a_name():
    rows = [{"id": "u1", "deletedAt": {"$date": "2020-05-01T00:00:00Z"}}, coral_comment()]
    author, answer = read("coral", json_lines(*rows))
    assert author == answer.author == ArchivedAuthor("account u1", "")


def test_comments_of_nobody_are_not_by_one_person():
    rows = [coral_comment(authorID=None), coral_comment(id="2", authorID=None)]
    first, second = comments_in("coral", json_lines(*rows))
    assert first.author != second.author


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ({"ban": {"active": True}}, "authors banned at the source"),
        ({"ban": {"siteIDs": ["x"]}}, "authors banned at the source"),
        ({"suspension": {"active": True}}, "authors suspended at the source"),
    ],
)
def test_who_was_barred_there_is_named(status, kind):
    user = {"id": "u1", "username": "ani", "email": "ani@example.org", "status": status}
    author, remark = read("coral", json_lines(user))
    assert author == ANI
    assert (remark.where, remark.kind) == ("user u1", kind)


def test_another_tenant_is_left_out_and_named():
    rows = [
        coral_comment(tenantID="t1"),
        coral_comment(id="2", tenantID="t2"),
        coral_comment(id="3"),
    ]
    first, other, third = read("coral", json_lines(*rows))
    assert (first.id, third.id) == ("1", "3")
    assert isinstance(other, LeftOut)
    assert (other.where, other.kind) == ("line 2", "record of another tenant")


def test_the_address_of_a_picture_is_kept():
    pictured = coral_comment(
        revisions=[{"body": "Look", "media": {"url": "https://spam.example/x.gif"}}]
    )
    (found,) = comments_in("coral", json_lines(pictured))
    assert found.text == "Look\nhttps://spam.example/x.gif"


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"metadata": {"title": "Tom &amp; Jerry"}}, "Tom & Jerry"),
        ({"metadata": None}, "https://paper.example/a-summit"),
        ({"metadata": [], "url": ""}, "Untitled"),
    ],
)
def test_a_story_has_a_title(fields, title):
    assert articles_in("coral", json_lines(coral_story(**fields)))[0].title == title


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "it is not JSON"),
        (b"[1, 2]", "it is not an object"),
        (b'{"id": "1"}', "neither a user nor a story nor a comment"),
        (b'{"id": "1", "storyID": "7", "status": "ODD"}', "status 'ODD' is not known"),
        (b'{"id": "1", "storyID": "7", "status": "NONE"}', "it has no date"),
        (b'{"id": "1", "storyID": "7", "status": ["NONE"]}', "its status is not a text"),
        (b'{"id": {"a": 1}, "username": "x"}', "its id is not a text"),
        (b'{"id": true, "username": "x"}', "its id is not a text"),
        (b'{"id": "1", "url": 1.5}', "its url is not a text"),
        (b"[" * 100_000, "it is not JSON"),
        (b'{"x": NaN}', "NaN is not a JSON value"),
        (b'{"x": -Infinity}', "-Infinity is not a JSON value"),
        (b'{"x": ' + b"1" * 5000 + b"}", "it is not JSON"),
        (b'{"x": "' + b"x" * 2_100_000 + b'"}', "longer than"),
        (b'{"x": "caf\xe9"}', "the byte 0xE9 is not UTF-8"),
        (b"\xff\xff", "the byte 0xFF is not UTF-8"),
    ],
)
def test_a_bad_line_is_named_and_the_next_one_is_read(line, why):
    good = json_lines(coral_comment()).encode()
    _, refused, found = read("coral", good + line + b"\n" + good)
    assert refused.where == "line 2"
    assert why in refused.why
    assert found == comment(author=ArchivedAuthor("account u1", ""))


def test_a_last_revision_without_a_text_is_named():
    (refused,) = remarks_in("coral", json_lines(coral_comment(revisions=["x"])))
    assert "its last revision is not an object" in refused.why
