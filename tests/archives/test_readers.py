import json
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Comment
from moderation.services.transfer.archives import READERS
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    ArchivedComment,
    BadRecord,
    Unreadable,
    moment,
    plain_text,
)

NOON = datetime(2019, 5, 4, 12, tzinfo=UTC)

WXR = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
  <title>The Paper</title>
  <item>
    <title>A summit</title>
    <excerpt:encoded><![CDATA[Short]]></excerpt:encoded>
    <content:encoded><![CDATA[<p>First.</p><p>Second &amp; last.</p>]]></content:encoded>
    <wp:post_id>7</wp:post_id>
    <wp:post_date_gmt>2019-05-04 12:00:00</wp:post_date_gmt>
    <wp:post_name>a-summit</wp:post_name>
    <wp:post_type>post</wp:post_type>
    {comments}
  </item>
</channel>
</rss>
"""
WXR_COMMENT = """<wp:comment>
    <wp:comment_id>{id}</wp:comment_id>
    <wp:comment_author><![CDATA[Ani]]></wp:comment_author>
    <wp:comment_author_email>Ani@example.org</wp:comment_author_email>
    <wp:comment_date_gmt>{date}</wp:comment_date_gmt>
    <wp:comment_content><![CDATA[{text}]]></wp:comment_content>
    <wp:comment_approved>{approved}</wp:comment_approved>
    <wp:comment_type>{type}</wp:comment_type>
    <wp:comment_parent>{parent}</wp:comment_parent>
    <wp:comment_user_id>0</wp:comment_user_id>
</wp:comment>"""


def wxr(*comments):
    defaults = {
        "id": 1,
        "date": "2019-05-04 12:00:00",
        "text": "Hello",
        "approved": "1",
        "type": "comment",
        "parent": "0",
    }
    return WXR.format(comments="".join(WXR_COMMENT.format(**{**defaults, **c}) for c in comments))


def read(form, text):
    raw = text if isinstance(text, bytes) else text.encode()
    return list(READERS[form](BytesIO(raw)))


def comment(**fields):
    defaults = {
        "id": "1",
        "article": "7",
        "author": ArchivedAuthor("ani@example.org", "Ani", "Ani@example.org"),
        "text": "Hello",
        "posted_at": NOON,
        "status": Comment.Status.PUBLISHED,
    }
    return ArchivedComment(**{**defaults, **fields})


def test_a_wordpress_export_has_posts_and_their_comments():
    article, first, reply = read("wordpress", wxr({}, {"id": 2, "parent": 1, "approved": "spam"}))
    assert article == ArchivedArticle(
        id="7",
        title="A summit",
        slug="a-summit",
        body="First.\n\nSecond & last.",
        published_at=NOON,
    )
    assert first == comment()
    assert reply == comment(id="2", parent="1", status=Comment.Status.REMOVED)


def test_pingbacks_are_passed_over():
    assert read("wordpress", wxr({"type": "pingback"}))[1:] == []


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({"date": "0000-00-00 00:00:00"}, "is not a date and time"),
        ({"date": "1066-10-14 09:00:00"}, "out of range"),
        ({"date": "2999-01-01 00:00:00"}, "out of range"),
        ({"date": ""}, "is not a date and time"),
        ({"approved": "maybe"}, "its state 'maybe' is not known"),
        ({"id": ""}, "it has no comment_id"),
        ({"text": "x" * 100_001}, "more than 100000"),
    ],
)
def test_a_comment_that_cannot_be_read_does_not_stop_the_others(broken, why):
    _, refused, good = read("wordpress", wxr({"id": 5, **broken}, {}))
    assert isinstance(refused, Unreadable)
    assert why in refused.why
    assert good == comment()


def test_a_file_that_breaks_off_gives_what_came_before_and_the_line():
    whole = wxr({}, {"id": 2})
    records = read("wordpress", whole[: whole.index("<wp:comment_id>2")])
    assert records[1] == comment()
    assert isinstance(records[-1], Unreadable)
    assert records[-1].where.startswith("line ")
    assert "breaks off" in records[-1].why


def test_an_entity_bomb_is_refused():
    bomb = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><rss><channel>&c;</channel></rss>'
    (refused,) = read("wordpress", bomb)
    assert "not safe" in refused.why


DISQUS = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
  <category dsq:id="1"><title>General</title></category>
  <thread dsq:id="7"><id />
    <link>https://paper.example/2019/a-summit/?x=1</link><title>A summit</title>
    <createdAt>2019-05-04T12:00:00Z</createdAt>
  </thread>
  <post dsq:id="1"><message><![CDATA[<p>Hello</p>]]></message>
    <createdAt>2019-05-04T12:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
    <author><name>Ani</name><isAnonymous>false</isAnonymous><username>ani</username></author>
    <thread dsq:id="7" />
  </post>
  <post dsq:id="2"><message>Bye</message>
    <createdAt>2019-05-04T12:00:00Z</createdAt><isDeleted>true</isDeleted><isSpam>false</isSpam>
    <thread dsq:id="7" /><parent dsq:id="1" />
  </post>
</disqus>
"""


def test_a_disqus_export_has_threads_and_posts():
    article, first, reply = read("disqus", DISQUS)
    assert (article.id, article.title, article.slug) == ("7", "A summit", "a-summit")
    assert first == comment(author=ArchivedAuthor("ani", "Ani"))
    assert reply == comment(
        id="2",
        parent="1",
        text="Bye",
        author=ArchivedAuthor("anonymous", "Anonymous"),
        status=Comment.Status.REMOVED,
    )


def test_coral_s_collections_are_told_apart():
    rows = [
        {"id": "u1", "username": "ani", "email": "ani@example.org"},
        {
            "id": "7",
            "url": "https://paper.example/a-summit",
            "metadata": {"title": "A summit", "publishedAt": {"$date": "2019-05-04T12:00:00Z"}},
        },
        {
            "id": "1",
            "storyID": "7",
            "authorID": "u1",
            "status": "REJECTED",
            "revisions": [{"body": "Old"}, {"body": "<div>Hello</div>"}],
            "createdAt": {"$date": {"$numberLong": str(int(NOON.timestamp() * 1000))}},
        },
    ]
    exported = "[\n" + ",\n".join(map(json.dumps, rows)) + "\n]\n"
    author, article, removed = read("coral", exported)
    assert author == ArchivedAuthor("u1", "ani", "ani@example.org")
    assert (article.id, article.slug, article.published_at) == ("7", "a-summit", NOON)
    assert removed == comment(author=ArchivedAuthor("u1", ""), status=Comment.Status.REMOVED)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "it is not JSON"),
        (b"[1, 2]", "it is not an object"),
        (b'{"id": "1"}', "neither a user nor a story nor a comment"),
        (b'{"id": "1", "storyID": "7", "status": "ODD"}', "status 'ODD' is not known"),
        (b'{"id": "1", "storyID": "7", "status": "NONE"}', "is not a date"),
        (b"[" * 100_000, "it is not JSON"),
        (b'{"x": "' + b"x" * 2_100_000 + b'"}', "longer than"),
        (b"\xff\xfe", "it is not JSON"),
    ],
)
def test_a_bad_line_is_named_and_the_next_one_is_read(line, why):
    good = json.dumps({"id": "u1", "username": "ani"}).encode()
    refused, author = read("coral", line + b"\n" + good + b"\n")
    assert refused.where == "line 1"
    assert why in refused.why
    assert author == ArchivedAuthor("u1", "ani")


CSV = "id,article,article_title,author,text,posted_at,status\n"


def test_a_csv_has_comments_with_their_article_s_title():
    article, row = read(
        "csv", CSV + '1,7,A summit,Ani,"Hello, ""you""\nthere",2019-05-04 12:00Z,\n'
    )
    assert article == ArchivedArticle(id="7", title="A summit")
    assert row == comment(author=ArchivedAuthor("Ani", "Ani"), text='Hello, "you"\nthere')


@pytest.mark.parametrize(
    ("content", "where", "why"),
    [
        ("id,text\n1,Hi\n", "line 1", "columns are missing: article, author, posted_at"),
        ("", "line 1", "columns are missing"),
        (CSV + "1,7,T,Ani,Hi,tomorrow,\n", "line 2", "is not a date"),
        (CSV + "1,7,T,Ani,Hi,2019-05-04,odd\n", "line 2", "status 'odd' is none of"),
        (CSV + '1,7,T,Ani,"Hi"x,2019-05-04 12:00,\n', "line 2", "it is not CSV"),
        (CSV + '1,7,T,Ani,"Hi', "line 2", "it is not CSV"),
    ],
)
def test_a_csv_that_cannot_be_read_says_where_and_why(content, where, why):
    refused = [record for record in read("csv", content) if isinstance(record, Unreadable)]
    assert [found.where for found in refused] == [where]
    assert why in refused[0].why


@pytest.mark.parametrize("form", READERS)
@given(raw=st.binary(max_size=300))
def test_no_file_makes_a_reader_fail(form, raw):
    read(form, raw)


@given(st.text(max_size=200))
def test_any_html_becomes_words(html):
    assert "<script" not in plain_text(f"<script>{html.replace('<', '')}</script>ok")


def test_html_loses_its_tags_scripts_and_entities():
    html = "<p>One &lt;b&gt;</p><script>alert(1)</script>Two<br>three<style>x{}</style>"
    assert plain_text(html) == "One <b>\n\nTwo\nthree"


@pytest.mark.parametrize("value", ["2019-13-01 00:00:00", "noon", None, 5, {}, "9999999999999"])
def test_what_is_no_moment_is_refused(value):
    with pytest.raises(BadRecord):
        moment(value)
