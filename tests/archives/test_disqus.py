import pytest

from articles.models import Comment
from moderation.services.transfer.archives.records import ArchivedAuthor, LeftOut
from tests.archives.exports import (
    article,
    articles_in,
    comment,
    comments_in,
    disqus,
    post,
    read,
    thread,
)

ANI = ArchivedAuthor("account ani", "Ani")
PUBLISHED, HELD, REMOVED = Comment.Status

PAGE = "https://paper.example/2019/a-summit/?x=1"


def test_a_disqus_export_has_threads_and_posts():
    removed = post("2", parent="1", isSpam="true", author="")
    assert read("disqus", disqus(thread(), post(), removed)) == [
        article(body="", url=PAGE),
        comment(author=ANI),
        comment(
            id="2", parent="1", author=ArchivedAuthor("comment 2", "Anonymous"), status=REMOVED
        ),
    ]


def test_a_deleted_thread_is_left_out_with_its_posts():
    found = read("disqus", disqus(thread(isDeleted="true", isClosed="true"), post(), post("2")))
    assert found == [
        LeftOut("thread 7 “A summit”", "it was deleted", "deleted thread"),
        LeftOut("post 1", "its thread 7 was deleted", "post in a deleted thread"),
        LeftOut("post 2", "its thread 7 was deleted", "post in a deleted thread"),
    ]


def test_posts_that_stand_before_their_deleted_thread_are_left_out():
    parts = [post(), post("2", of="8"), thread("8"), thread(isDeleted="true")]
    found = read("disqus", disqus(*parts))
    assert found == [
        LeftOut("post 1", "its thread 7 was deleted", "post in a deleted thread"),
        *comments_in("disqus", disqus(post("2", of="8"))),
        article(id="8", body="", url=PAGE),
        LeftOut("thread 7 “A summit”", "it was deleted", "deleted thread"),
    ]


@pytest.mark.parametrize(
    ("word", "closed"), [("true", True), ("false", False), ("1", True), ("", False), ("odd", True)]
)
def test_a_closed_thread_stays_closed(word, closed):
    assert articles_in("disqus", disqus(thread(isClosed=word))) == [
        article(body="", url=PAGE, closed=closed)
    ]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, PUBLISHED),
        ({"isApproved": "true"}, PUBLISHED),
        ({"isApproved": "false"}, HELD),
        ({"isApproved": "perhaps"}, HELD),
        ({"isApproved": "false", "isSpam": "true"}, REMOVED),
        ({"isDeleted": "TRUE"}, REMOVED),
        ({"isDeleted": "1"}, REMOVED),
    ],
)
def test_what_was_not_shown_is_not_shown(fields, status):
    assert comments_in("disqus", disqus(post(**fields)))[0].status == status


def test_visitors_without_an_account_are_nobody_else():
    named = [
        post(str(number), author=f"<name>{name}</name><isAnonymous>true</isAnonymous>")
        for number, name in enumerate(["Guest", "Guest", "ani"])
    ]
    found = comments_in("disqus", disqus(*named, post("9")))
    assert len({one.author.id for one in found}) == 4
    assert [one.author.name for one in found] == ["Guest", "Guest", "ani", "Ani"]


def test_titles_and_names_are_decoded():
    named = post(author="<name>Tom &amp;amp; Co</name><username>tom</username>")
    shown, answer = read("disqus", disqus(thread(title="Tom &amp;amp; Jerry"), named))
    assert (shown.title, answer.author.name) == ("Tom & Jerry", "Tom & Co")


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (post(of=""), "it has no thread"),
        (post(own=""), "it has no id"),
        (post(createdAt="soon"), "'soon' is not a date and time"),
        (post(message="<p>Hello</p>"), "its message has elements in it"),
        (thread(createdAt=""), "it has no date"),
    ],
)
def test_what_cannot_be_read_does_not_stop_the_rest(part, why):
    refused, good = read("disqus", disqus(part, post()))
    assert why in refused.why
    assert good == comment(author=ANI)


def test_an_address_that_is_none_makes_no_thread_unreadable():
    assert articles_in("disqus", disqus(thread(link="http://["))) == [
        article(slug="", body="", url="http://[")
    ]
