import pytest

from articles.models import Comment
from moderation.services.transfer.archives.records import ArchivedAuthor, LeftOut, Unreadable
from tests.archives.exports import (
    NOON,
    article,
    articles_in,
    comment,
    comments_in,
    read,
    remarks_in,
    wxr,
    wxr_file,
    wxr_item,
)


def test_a_wordpress_export_has_posts_and_their_comments():
    found = read("wordpress", wxr({}, {"id": 2, "parent": 1, "approved": "spam"}))
    assert found == [
        article(),
        comment(),
        comment(id="2", parent="1", status=Comment.Status.REMOVED),
    ]


@pytest.mark.parametrize("kind", ["pingback", "trackback", "order_note", "webmention", "note"])
def test_what_is_no_comment_is_left_out_and_counted_by_its_kind(kind):
    assert remarks_in("wordpress", wxr({"type": kind}, {"id": 2})) == [
        LeftOut("comment 1", f"it is a {kind}", kind)
    ]


@pytest.mark.parametrize("kind", ["", "comment", "review"])
def test_what_readers_wrote_comes_in(kind):
    assert comments_in("wordpress", wxr({"type": kind})) == [comment()]


NEVER_PUBLIC = [
    ({"wp__status": "private"}, "private post"),
    ({"wp__status": "draft"}, "draft"),
    ({"wp__status": "auto-draft"}, "draft"),
    ({"wp__status": "pending"}, "pending post"),
    ({"wp__status": "trash"}, "trashed post"),
    ({"wp__status": "future"}, "scheduled post"),
    ({"wp__post_date_gmt": "2999-01-01 00:00:00"}, "scheduled post"),
    ({"wp__status": "embargoed"}, "post of an unknown status"),
    ({"wp__status": "Publish "}, "post of an unknown status"),
    ({"wp__status": ""}, "post of an unknown status"),
    ({"wp__status": None}, "post of an unknown status"),
    ({"wp__status": None, "status": "publish"}, "post of an unknown status"),
    ({"wp__status": None, "other__status": "publish"}, "post of an unknown status"),
    ({"wp__post_password": "sesame"}, "password-protected post"),
    ({"wp__post_password": "<![CDATA[0]]>"}, "password-protected post"),
    ({"wp__post_type": "attachment", "wp__status": "inherit"}, "item of the type “attachment”"),
    ({"wp__post_type": "product"}, "item of the type “product”"),
    ({"wp__post_type": None}, "item without a type"),
]


@pytest.mark.parametrize(("fields", "kind"), NEVER_PUBLIC)
def test_a_post_that_was_not_public_is_left_out_with_its_comments(fields, kind):
    records = read("wordpress", wxr({}, {"id": 2}, **fields))
    under = f"comment under {'an' if kind.startswith('item') else 'a'} {kind}"
    assert [(record.where, record.kind) for record in records] == [
        ("post 7 “A summit”", kind),
        ("comment 1", under),
        ("comment 2", under),
    ]
    assert all(isinstance(record, LeftOut) for record in records)


@pytest.mark.parametrize(("fields", "kind"), NEVER_PUBLIC)
def test_it_makes_no_difference_where_a_post_says_that_it_was_not_public(fields, kind):
    behind = ("wp:status", "wp:post_password", "wp:post_type", "wp:post_id", "wp:comment_status")
    private = wxr_item({}, {"id": 2}, behind=behind, **fields)
    public = wxr_item({"id": 3}, behind=behind, wp__post_id="8", title="Public")
    found = read("wordpress", wxr_file(private, public, private))
    assert [record.kind for record in found[:3]] == [kind, *[found[1].kind] * 2]
    assert found[3:5] == [article(id="8", title="Public"), comment(id="3", article="8")]
    assert all(isinstance(record, LeftOut) for record in [*found[:3], *found[5:]])


def test_a_post_that_contradicts_itself_is_left_out():
    twice = wxr({}).replace("<wp:status>", "<wp:status>private</wp:status><wp:status>")
    assert [type(record) for record in read("wordpress", twice)] == [LeftOut, LeftOut]


def test_another_namespace_does_not_say_what_a_post_is():
    shown = read("wordpress", wxr({}, other__status="private", other__title="Another"))
    assert shown == [article(), comment()]


def test_what_an_item_has_besides_does_not_matter():
    meta = "<wp:meta_key>_edit_last</wp:meta_key><wp:meta_value><![CDATA[1]]></wp:meta_value>"
    beside = {"wp__postmeta": meta, "category": "<b>News</b>", "excerpt__encoded": "<p>Short</p>"}
    assert read("wordpress", wxr({}, **beside)) == [article(), comment()]


def test_a_file_that_ends_before_it_says_that_a_post_was_public_tells_nothing_of_it():
    whole = wxr({}, {"id": 2}, behind=("wp:status",))
    records = read("wordpress", whole[: whole.index("<wp:status>")])
    assert not [record for record in records if record in (article(), comment())]


@pytest.mark.parametrize(
    ("state", "closed"), [("open", False), ("", False), (None, False), ("closed", True)]
)
def test_a_closed_discussion_stays_closed(state, closed):
    for behind in ((), ("wp:comment_status",)):
        found = articles_in("wordpress", wxr({}, behind=behind, wp__comment_status=state))
        assert found == [article(closed=closed)]


def test_an_article_has_the_address_of_its_page():
    [shown, _] = read("wordpress", wxr({}, link="https://paper.example/swans/"))
    assert shown == article(url="https://paper.example/swans/")


@pytest.mark.parametrize("zero", ["0000-00-00 00:00:00", "-0001-11-30 00:00:00", "", None, "0"])
def test_a_zero_date_falls_back_on_the_local_one(zero):
    fields = {"date_gmt": zero, "date": "2009-05-05 12:00:00"}
    post = {"wp__post_date_gmt": zero, "wp__post_date": "2009-05-04 12:00:00"}
    shown, answer = read("wordpress", wxr(fields, **post))
    assert shown.published_at.isoformat() == "2009-05-04T12:00:00+00:00"
    assert answer.posted_at.isoformat() == "2009-05-05T12:00:00+00:00"


def test_a_post_without_any_other_date_has_that_of_its_feed():
    fields = {"wp__post_date_gmt": "0000-00-00 00:00:00", "wp__post_date": "0000-00-00 00:00:00"}
    shown = articles_in("wordpress", wxr(**fields, pubDate="Sat, 04 May 2019 12:00:00 +0000"))
    assert shown == [article()]


def test_a_post_without_a_date_keeps_its_comments_and_is_named():
    remark, shown, answer = read("wordpress", wxr({}, wp__post_date_gmt="0000-00-00 00:00:00"))
    assert "it is dated today" in remark.why
    assert (shown, answer) == (article(published_at=None), comment())


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({"date_gmt": "0000-00-00 00:00:00"}, "is not a date and time"),
        ({"date_gmt": "1066-10-14 09:00:00"}, "out of range"),
        ({"date_gmt": "2999-01-01 00:00:00", "date": "2019-05-04 12:00:00"}, "out of range"),
        ({"date_gmt": ""}, "it has no date"),
        ({"approved": "maybe"}, "its state 'maybe' is not known"),
        ({"id": ""}, "it has no comment_id"),
        ({"content": "x" * 100_001}, "more than 100000"),
        ({"content": "Hello <b>you</b>"}, "its comment_content has elements in it"),
    ],
)
def test_a_comment_that_cannot_be_read_does_not_stop_the_others(broken, why):
    _, refused, good = read("wordpress", wxr({"id": 5, **broken}, {}))
    assert isinstance(refused, Unreadable)
    assert why in refused.why
    assert good == comment()


def test_a_post_that_cannot_be_read_is_named_and_so_are_its_comments():
    found = read("wordpress", wxr_file(wxr_item({}, wp__post_id=""), wxr_item({"id": 2})))
    assert [record.where for record in found[:2]] == ["post  “A summit”", "comment 1"]
    assert found[2:] == [article(), comment(id="2")]


def test_one_person_is_known_by_the_address_and_each_comment_keeps_its_name():
    night, jane = comments_in(
        "wordpress", wxr({"author": "Night nurse"}, {"id": 2, "author": "Jane", "user_id": "5"})
    )
    assert night.author == ArchivedAuthor("mail ani@example.org", "Night nurse", "Ani@example.org")
    assert jane.author == ArchivedAuthor("mail ani@example.org", "Jane", "Ani@example.org")


def test_nobody_is_taken_for_another_because_of_a_name():
    fields = {"author_email": "", "author": "Kim"}
    found = comments_in(
        "wordpress",
        wxr(
            fields,
            {"id": 2, **fields},
            {"id": 3, "author_email": "", "author": "ani@example.org"},
            {"id": 4, "author_email": "", "author": "user 5"},
            {"id": 5, "author_email": "", "author": "Ani", "user_id": "5"},
            {"id": 6},
        ),
    )
    assert len({record.author.id for record in found}) == 6


def test_entities_are_decoded_once_in_titles_names_and_texts():
    text = "It&#8217;s fine &amp; good &lt;really&gt; &amp;lt;"
    name = "<![CDATA[Ann O&#039;Example &amp; Sons &amp;amp;]]>"
    shown, answer = read(
        "wordpress",
        wxr(
            {"content": f"<![CDATA[{text}]]>", "author": name},
            title="Fish &amp;amp; who&amp;#8217;s",
        ),
    )
    assert shown.title == "Fish & who’s"
    assert answer.text == "It’s fine & good <really> &lt;"
    assert answer.author.name == "Ann O'Example & Sons &amp;"


def test_network_addresses_are_not_read():
    assert "192.0.2.1" not in str(read("wordpress", wxr({})))


def test_the_comments_of_a_post_are_its_own_wherever_its_id_stands():
    behind = ("wp:post_id", "wp:status")
    first = wxr_item({}, behind=behind)
    second = wxr_item({"id": 2}, behind=behind, wp__post_id="8")
    found = comments_in("wordpress", wxr_file(first, second))
    assert [(record.id, record.article, record.posted_at) for record in found] == [
        ("1", "7", NOON),
        ("2", "8", NOON),
    ]
