"""Posting, editing and reporting from an embed, by a token or as a guest."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from articles.bearer import guests
from articles.models import Article, Comment
from moderation.models import Block, Clause, Report
from moderation.services.decisions import blocking
from tests.factories import make_article, make_author, make_comment, make_policy_version

pytestmark = pytest.mark.django_db

ATTACK = "You are an [personal_attack 0.9]!"


@pytest.fixture
def article(written_release):
    make_policy_version()
    return make_article(slug="a", external_id="a-1")


def send(address, author=None, **fields):
    """Send a form as the script of an embed does: without a cookie, with the author's token."""
    token = {"Authorization": f"Bearer {guests.token_for(author)}"} if author else {}
    sender = Client(enforce_csrf_checks=True, headers=token)
    body = "&".join(f"{name}={value}" for name, value in fields.items())
    return sender.post(f"/embed/{address}", body, content_type="application/x-www-form-urlencoded")


def body(response):
    return response.content.decode()


def test_a_guest_posts_and_gets_an_identity_that_the_page_keeps(article):
    posted = send("articles/a/comments/", name="Ani", text="A calm remark.")
    comment = Comment.objects.get()
    assert (posted.status_code, posted.cookies) == (200, {})
    assert f'data-comment="{comment.pk}" data-status="published"' in body(posted)
    assert "Your comment is published." in body(posted)
    assert f'data-guest="{guests.KIND}~{comment.author_id}~' in body(posted)
    again = send("articles/a/comments/", comment.author, text="Another remark.")
    assert again.status_code == 200
    assert set(Comment.objects.values_list("author", flat=True)) == {comment.author_id}


def test_a_form_that_is_sent_twice_posts_once(article):
    number = uuid4()
    for _ in range(2):
        send("articles/a/comments/", name="Ani", text="A calm remark.", submission=number)
    assert Comment.objects.count() == 1


def test_the_form_comes_back_with_what_is_wrong_and_the_status_of_the_page(article):
    nothing = send("articles/a/comments/", name="Ani", text="")
    asked = send("articles/a/comments/", name="Ani", text=ATTACK)
    Article.objects.update(commenting=Article.Commenting.CLOSED)
    closed = send("articles/a/comments/", name="Ani", text="A remark.")
    assert [answer.status_code for answer in (nothing, asked, closed)] == [400, 200, 403]
    assert "Please write something before posting." in body(nothing)
    assert "may break the discussion policy" in body(asked)
    assert "A remark.</textarea>" in body(closed)
    assert Comment.objects.count() == 0


def test_what_cannot_be_sent_is_told_in_a_sentence(article, settings):
    answers = {
        404: send("articles/nowhere/comments/", text="A remark."),
        413: send("articles/a/comments/", text="x" * 2_600_000),
        415: Client().post("/embed/articles/a/comments/", {"text": "A remark."}),
    }
    settings.EMBED_GUESTS = False
    answers[401] = send("articles/a/comments/", name="Ani", text="A remark.")
    assert {answer.status_code for answer in answers.values()} == set(answers)
    for answer in answers.values():
        assert "data-sentence" in body(answer)
    assert 'data-refused="no_guests"' in body(answers[401])


def test_a_refused_token_leaves_the_discussion_readable_and_says_why(article):
    make_comment("A calm remark.", article=article, status=Comment.Status.PUBLISHED)
    forged = {"Authorization": "Bearer guest~1~x~forged"}
    shown = Client().get("/embed/articles/a-1/", headers=forged)
    assert (shown.status_code, 'data-refused="malformed"' in body(shown)) == (200, True)
    assert "A calm remark." in body(shown)


def test_authors_see_and_change_their_own_held_comments_and_nobody_else_does(article):
    own = make_comment("Mine, held.", article=article, author=make_author())
    token = {"Authorization": f"Bearer {guests.token_for(own.author)}"}
    assert "Mine, held." in body(Client().get("/embed/articles/a-1/", headers=token))
    assert "Mine, held." not in body(Client().get("/embed/articles/a-1/"))
    edited = send(f"comments/{own.pk}/edit/", own.author, text="A calm remark.")
    assert "Your comment is published." in body(edited)
    assert send(f"comments/{own.pk}/edit/", make_author(), text="Forged.").status_code == 404
    own.refresh_from_db()
    assert own.text == "A calm remark."


def test_readers_reach_their_own_page_where_they_cannot_write_too(article):
    reader = make_author()
    token = {"Authorization": f"Bearer {guests.token_for(reader)}"}
    blocking.block(author=reader, reason="Rude.", until=None, blocked_by=None)
    blocked = body(Client().get("/embed/articles/a-1/", headers=token))
    Article.objects.update(commenting=Article.Commenting.CLOSED)
    Block.objects.update(lifted_at=timezone.now())
    closed = body(Client().get("/embed/articles/a-1/", headers=token))
    for page in (blocked, closed):
        path = re.search(r'href="http://testserver(/you/[^"]+)" part="own-page"', page)[1]
        assert "E-mail" in body(Client().get(path))
    assert "own-page" not in body(Client().get("/embed/articles/a-1/"))


def test_a_comment_is_reported_once_with_the_rule_that_it_breaks(article):
    comment = make_comment(article=article, status=Comment.Status.PUBLISHED)
    form = body(Client().get(f"/embed/comments/{comment.pk}/report/"))
    broken = Clause.objects.get(attribute="personal_attack")
    assert f'id="report-{comment.pk}-clause_0"' in form
    thanks = [send(f"comments/{comment.pk}/report/", clause=broken.pk) for _ in range(2)]
    assert "Thank you." in body(thanks[0])
    assert "before" in body(thanks[1])
    assert Report.objects.get().clause == broken


def test_a_guest_who_is_forgotten_signs_out(article):
    author = make_author()
    assert send("sign-out/", author).status_code == 200
    refused = send("articles/a/comments/", author, text="A remark.")
    assert (refused.status_code, 'data-refused="signed_out"' in body(refused)) == (401, True)
