"""Comments of a real WordPress are judged and decided here, and decisions go both ways."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Author, Comment
from moderation.models import Clause, Decision, Delivery, InternalNote, WordPressConflict
from moderation.services.connections.wordpress import (
    checking,
    client,
    decisions,
    filing,
    following,
    reading,
)
from moderation.services.decisions import redacting, undoing
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.readers import personal_data
from tests.connections.here import decide
from tests.connections.wordpress.here import FINE, RUDE, VILE, here, open_cases, settle, when_due
from tests.factories import make_moderator

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("wordpress")]

Action = Decision.Action


def test_a_comment_is_filed_once_as_text_under_its_post_and_author(wordpress, connection):
    html = 'Dear <b>all</b>,\n\nread <a href="https://a.example/">this</a> &amp; think.'
    remote = wordpress.comment(html, email="ada@example.org")
    reply = wordpress.comment("Yes.", name="", parent=remote["id"])
    assert (settle().filed, settle().filed) == (2, 0)
    comment, article = here(remote), Article.objects.get()
    assert comment.text == "Dear all,\n\nread this (https://a.example/) & think."
    assert (comment.status, comment.author.name) == ("published", "Ada")
    assert comment.author.source_id == "wordpress:mail ada@example.org"
    assert abs(timezone.now() - comment.posted_at) < timedelta(minutes=1)
    assert (article.title, article.url) == ("Hello world!", f"{wordpress.url}/hello-world/")
    assert (here(reply).parent, here(reply).author.source_id) == (comment, "wordpress:account 1")


def test_the_policy_holds_what_wordpress_published_and_leaves_the_rest(wordpress, connection):
    fine, rude, vile = [wordpress.comment(text) for text in (FINE, RUDE, VILE)]
    spam = wordpress.comment(FINE)
    wordpress.change(spam, status="spam")
    settle()
    found = [wordpress.status(own) for own in (fine, rude, vile, spam)]
    assert found == ["approved", "approved", "hold", "spam"]
    assert [len(open_cases(own)) for own in (fine, rude, vile)] == [0, 1, 1]
    assert (Comment.objects.count(), Decision.objects.count()) == (3, 0)


def test_what_wordpress_holds_waits_for_a_person_unless_the_policy_may_publish(
    wordpress, connection
):
    waiting = wordpress.comment(FINE, status="hold")
    settle()
    connection.publishes = True
    connection.save()
    published = wordpress.comment(FINE, status="hold")
    kept = wordpress.comment(VILE, status="hold")
    settle()
    found = [wordpress.status(own) for own in (waiting, published, kept)]
    assert found == ["hold", "approved", "hold"]
    assert [here(own).status for own in (waiting, published, kept)] == ["held", "published", "held"]


def test_decisions_and_their_undo_go_to_wordpress_and_do_not_come_back(wordpress, connection):
    moderator, remote = make_moderator(), wordpress.comment(VILE)
    settle()
    removal = decide(here(remote), Action.REMOVE, moderator)
    settle()
    assert wordpress.status(remote) == "trash"
    undoing.undo(decision=removal, moderator=moderator)
    settle()
    assert (wordpress.status(remote), open_cases(remote)) == ("hold", ["needs_review"])
    decide(here(remote), Action.APPROVE, moderator)
    settle()
    assert (wordpress.status(remote), settle().sent, open_cases(remote)) == ("approved", 0, [])
    assert set(Decision.objects.values_list("moderator", flat=True)) == {moderator.pk}


def test_advertising_is_spam_in_wordpress(wordpress, connection):
    rule = Clause.objects.get(attribute="personal_attack")
    remote = wordpress.comment(VILE)
    settle()
    here(remote).findings.update(reason="links", clause=rule)
    decide(here(remote), Action.REMOVE, clause=rule)
    settle()
    assert wordpress.status(remote) == "spam"


def test_decisions_in_wordpress_are_recorded_here(wordpress, connection):
    approved = wordpress.comment(VILE, status="hold")
    taken_back, trashed, deleted = [wordpress.comment(FINE) for _ in range(3)]
    settle()
    wordpress.change(approved, status="approved")
    wordpress.change(taken_back, status="hold")
    wordpress.change(trashed, status="trash")
    wordpress.delete(deleted)
    assert settle().filed == 0
    everything = (approved, taken_back, trashed, deleted)
    found = [here(own).status for own in everything]
    assert found == ["published", "held", "removed", "removed"]
    assert [open_cases(own) for own in everything] == [[], ["needs_review"], [], []]
    made = Decision.objects.order_by("comment").values_list("action", "note", "moderator__username")
    assert list(made) == [
        ("approve", "Decided in WordPress.", "WordPress: paper"),
        ("remove", "Decided in WordPress.", "WordPress: paper"),
        ("remove", "Deleted in WordPress.", "WordPress: paper"),
    ]
    wordpress.change(trashed, status="untrash")
    settle()
    assert (here(trashed).status, wordpress.status(trashed)) == ("published", "approved")
    assert WordPressConflict.objects.count() == 0


def test_an_edit_in_wordpress_is_judged_anew(wordpress, connection):
    remote = wordpress.comment(FINE)
    settle()
    decide(here(remote), Action.APPROVE)
    settle()
    wordpress.change(remote, content=VILE)
    settle()
    assert (here(remote).text, here(remote).status) == (VILE, "held")
    assert (wordpress.status(remote), open_cases(remote)) == ("hold", ["needs_review"])


def test_words_are_removed_in_wordpress_and_its_own_html_returns(wordpress, connection):
    html, moderator = "You <em>ass</em> &amp; friend.", make_moderator()
    remote = wordpress.comment(html)
    settle()
    decision = redacting.redact(
        comment=here(remote),
        moderator=moderator,
        version_token=version_token_of(here(remote)),
        spans=[(4, 7)],
    )
    settle()
    shown = here(remote).text.replace("&", "&amp;")
    assert wordpress.get(remote)["content"]["raw"] == shown != html
    settle()
    assert here(remote).redacted_at is not None
    undoing.undo(decision=decision, moderator=moderator)
    settle()
    assert wordpress.get(remote)["content"]["raw"] == remote["content"]["raw"]
    assert WordPressConflict.objects.count() == 0


def test_of_two_decisions_at_one_time_the_one_that_hides_stands_and_is_listed(
    wordpress, connection
):
    ours, theirs = [wordpress.comment(VILE, status="hold") for _ in range(2)]
    settle()
    decide(here(ours), Action.REMOVE)
    wordpress.change(ours, status="approved")
    decide(here(theirs), Action.APPROVE)
    wordpress.change(theirs, status="trash")
    settle()
    assert [wordpress.status(own) for own in (ours, theirs)] == ["trash", "trash"]
    assert [here(own).status for own in (ours, theirs)] == ["removed", "removed"]
    listed = WordPressConflict.objects.order_by("pk").values_list("here", "there", "stands")
    assert list(listed) == [("removed", "approved", "here"), ("published", "trash", "there")]
    assert InternalNote.objects.count() == 2


def test_a_later_decision_in_wordpress_stands_over_one_that_could_not_be_sent(
    wordpress, connection, monkeypatch
):
    remote = wordpress.comment(VILE, status="hold")
    settle()
    decide(here(remote), Action.REMOVE)
    when_due()
    reading.read_due()  # which sees that nothing was changed there since
    wordpress.change(remote, status="approved")
    settle()
    assert (here(remote).status, wordpress.status(remote)) == ("published", "approved")
    assert WordPressConflict.objects.count() == 0


def test_an_edit_before_a_decision_arrives_is_judged_instead_and_listed(wordpress, connection):
    remote = wordpress.comment(RUDE)
    settle()
    decide(here(remote), Action.REMOVE)
    wordpress.change(remote, content=FINE)
    settle()
    assert (here(remote).text, here(remote).status) == (FINE, "published")
    assert wordpress.status(remote) == "approved"
    assert WordPressConflict.objects.get().subject == "text"


def test_an_erased_author_is_gone_there_and_judged_when_writing_again(wordpress, connection):
    remote = wordpress.comment(FINE)
    settle()
    personal_data.erase(Author.objects.get())
    settle()
    with pytest.raises(AssertionError, match="rest_comment_invalid_id"):
        wordpress.get(remote)
    Author.objects.update(erased_at=timezone.now() - timedelta(minutes=1))
    again = wordpress.comment(VILE)
    settle()
    assert (here(again).status, wordpress.status(again)) == ("held", "hold")


def test_comments_of_posts_that_are_not_public_stay_there(wordpress, connection):
    secret = wordpress.call("POST", "/posts", title="A", status="publish", password="secret")
    private = wordpress.call("POST", "/posts", title="B", status="private")
    for post in (secret, private):
        wordpress.comment(FINE, post=post["id"])
    assert (settle().filed, Article.objects.count()) == (0, 0)


def test_a_backlog_is_read_in_pages_and_goes_on_where_it_was_killed(
    wordpress, connect, monkeypatch
):
    """250 comments of one second, on three pages."""
    row = "(1, 'Ada', '2026-01-02 03:04:05', '2026-01-02 08:04:05', 'Thanks.', '1', 'comment')"
    names = "comment_post_ID, comment_author, comment_date, comment_date_gmt, comment_content"
    names += ", comment_approved, comment_type"
    wordpress.sql(f"INSERT INTO wp_comments ({names}) VALUES {', '.join([row] * 250)}")
    since = timezone.now() - timedelta(days=365 * 5)
    connect(wordpress.url, wordpress.passwords["comity"], since=since)
    asked, comments = [], client.comments

    def killed(connection, *, after, page):
        asked.append(page)
        if len(asked) == 2:
            raise Killed
        return comments(connection, after=after, page=page)

    monkeypatch.setattr(client, "comments", killed)
    with pytest.raises(Killed):
        settle()
    assert Comment.objects.count() == 100
    assert (settle().filed, Comment.objects.count()) == (150, 250)
    assert asked[:5] == [1, 1, 1, 2, 3]


class Killed(BaseException):
    """A process dies here."""


STEPS = [
    (filing, "_store"),
    (client, "set_status"),
    (following, "note"),
    (decisions, "_write_status"),
    (reading, "_earlier"),
]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_process_that_is_killed_at_any_step_loses_and_doubles_nothing(
    wordpress, connection, monkeypatch, moment
):
    for module, step in STEPS:
        done, remote = getattr(module, step), wordpress.comment(VILE)

        def killed(*args, done=done, **kwargs):
            if moment == "after":
                done(*args, **kwargs)
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(module, step, killed)
            with pytest.raises(Killed):
                settle()
        settle()
        assert (wordpress.status(remote), here(remote).status) == ("hold", "held")
    assert Comment.objects.count() == len(STEPS)
    assert (Decision.objects.count(), WordPressConflict.objects.count()) == (0, 0)
    assert set(Delivery.objects.values_list("status", flat=True)) == {"delivered"}


def test_what_is_wrong_with_the_account_is_said(wordpress, connection):
    plain = "Its address is not https://: whoever is on the way can read the password."
    settle()
    assert checking.problems(connection) == [plain]
    connection.username, connection.password = "reader", wordpress.passwords["reader"]
    assert checking.problems(connection)[1:] == [
        "A Reader may not moderate_comments, edit_others_posts, edit_others_pages in WordPress: "
        "give the account the role Editor."
    ]
    connection.password = "wrong"
    assert checking.problems(connection)[1:] == [
        "WordPress does not accept the user name and the application password: make a new one in "
        "WordPress. If they are right, the server drops the header Authorization."
    ]
