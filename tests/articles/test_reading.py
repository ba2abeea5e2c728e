from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import threads
from articles.models import Comment
from tests.factories import make_article, make_author, make_comment, make_policy_version

pytestmark = pytest.mark.django_db

PUBLISHED = Comment.Status.PUBLISHED
NOON = timezone.now()


def make_shown(article, text="A calm remark.", **fields):
    return make_comment(text, article=article, status=PUBLISHED, **fields)


def shown(article, **options):
    discussion = threads.discussion(article, **options)
    return [(item.comment.pk, item.depth) for item in discussion.comments]


def test_the_list_links_to_every_article_newest_first(client):
    old = make_article(title="Old", published_at=NOON - timedelta(days=1))
    new = make_article(title="New", published_at=NOON)
    response = client.get(reverse("articles:article_list"))
    assert list(response.context["page"]) == [new, old]
    assert old.get_absolute_url() in response.content.decode()


def test_a_site_without_articles_says_so(client):
    assert "There are no articles yet." in client.get("/").content.decode()


def test_an_article_shows_its_caption_body_and_posted_policy(client):
    article = make_article(caption="At the summit", body="First paragraph.\n\nSecond.")
    version = make_policy_version()
    page = client.get(article.get_absolute_url()).content.decode()
    assert "At the summit" in page
    assert "<p>First paragraph.</p>\n\n<p>Second.</p>" in page
    assert version.text in page


def test_an_article_with_its_own_policy_shows_that_one(client):
    article = make_article()
    make_policy_version()
    own = make_policy_version(article)
    response = client.get(article.get_absolute_url())
    assert response.context["policy"] == own


@pytest.mark.parametrize("status", [Comment.Status.HELD, Comment.Status.REMOVED])
def test_readers_never_see_a_comment_that_is_not_published(client, status):
    comment = make_comment("A hidden remark.", status=status)
    page = client.get(comment.article.get_absolute_url())
    assert "A hidden remark." not in page.content.decode()
    assert client.get(comment.get_absolute_url()).status_code == 404


def test_replies_follow_what_they_answer_one_step_in():
    article = make_article()
    first = make_shown(article)
    second = make_shown(article)
    reply = make_shown(article, parent=first)
    deeper = make_shown(article, parent=reply)
    assert shown(article) == [(first.pk, 0), (reply.pk, 1), (deeper.pk, 2), (second.pk, 0)]


def test_newest_first_turns_the_threads_round_but_not_their_replies():
    article = make_article()
    first = make_shown(article, posted_at=NOON - timedelta(hours=2))
    second = make_shown(article, posted_at=NOON - timedelta(hours=1))
    replies = [make_shown(article, parent=first, posted_at=NOON) for _ in range(2)]
    assert shown(article, order="newest") == [
        (second.pk, 0),
        (first.pk, 0),
        (replies[0].pk, 1),
        (replies[1].pk, 1),
    ]


def test_a_reply_to_a_removed_comment_is_still_shown(client):
    article = make_article()
    removed = make_comment(article=article, status=Comment.Status.REMOVED)
    reply = make_shown(article, parent=removed)
    answer = make_shown(article, parent=reply)
    assert shown(article) == [(reply.pk, 0), (answer.pk, 1)]
    page = client.get(article.get_absolute_url()).content.decode()
    assert "In reply to a comment that is not shown" in page


def test_a_thread_of_any_depth_is_shown_whole():
    article = make_article()
    chain = [make_shown(article)]
    for _ in range(60):
        chain.append(make_shown(article, parent=chain[-1]))
    assert shown(article) == [(comment.pk, depth) for depth, comment in enumerate(chain)]


def test_comments_that_answer_each_other_in_a_circle_do_not_hang_the_page(client):
    article = make_article()
    first = make_shown(article)
    second = make_shown(article, parent=first)
    Comment.objects.filter(pk=first.pk).update(parent=second)
    other = make_shown(article)
    assert shown(article) == [(other.pk, 0)]
    assert client.get(second.get_absolute_url()).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_an_article_takes_as_many_queries_for_three_threads_as_for_one(
    client, django_assert_num_queries, number
):
    article = make_article()
    make_policy_version()
    for _ in range(number):
        make_shown(article, parent=make_shown(article))
    with django_assert_num_queries(9):
        client.get(article.get_absolute_url())


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_a_permalink_leads_to_the_page_that_shows_the_comment(client, monkeypatch, order):
    monkeypatch.setattr(threads, "THREADS_PER_PAGE", 2)
    article = make_article()
    for hours in range(5):
        start = make_shown(article, posted_at=NOON + timedelta(hours=hours))
        reply = make_shown(article, parent=make_shown(article, parent=start))
        page = threads.page_of(reply, order=order)
        assert reply.pk in [pk for pk, _ in shown(article, order=order, page=page)] or hours < 4
    for comment in article.comments.all():
        page = threads.page_of(comment, order=order)
        assert comment.pk in [pk for pk, _ in shown(article, order=order, page=page)]
    last = article.comments.order_by("posted_at").last()
    assert client.get(reply.get_absolute_url()).url == (
        f"{article.get_absolute_url()}?page=3#comment-{reply.pk}"
    )
    assert last is not None


def test_a_thread_too_long_for_a_page_goes_on_elsewhere(client, monkeypatch):
    monkeypatch.setattr(threads, "REPLIES_PER_PAGE", 3)
    article = make_article()
    start = make_shown(article, posted_at=NOON)
    replies = [
        make_shown(article, parent=start, posted_at=NOON + timedelta(hours=hour))
        for hour in range(1, 6)
    ]
    deeper = make_shown(article, "Deep.", parent=replies[4], posted_at=NOON + timedelta(hours=9))
    found = threads.discussion(article).comments
    assert [item.comment for item in found] == [start, *replies[:3]]
    assert [item.goes_on for item in found] == [True, False, False, False]
    page = client.get(article.get_absolute_url()).content.decode()
    assert f"?thread={start.pk}#comment-{start.pk}" in page
    for comment in (*replies, deeper):
        shown_at = client.get(comment.get_absolute_url()).url
        assert f'id="comment-{comment.pk}"' in client.get(shown_at).content.decode()


@pytest.mark.parametrize("thread", ["x", "0", "9" * 30, "%00"])
def test_a_thread_that_does_not_exist_is_the_whole_discussion(client, thread):
    comment = make_shown(make_article())
    page = client.get(f"{comment.article.get_absolute_url()}?thread={thread}").content.decode()
    assert comment.text in page


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999999999999", "%00"])
def test_a_page_that_does_not_exist_is_the_nearest_one(client, page):
    comment = make_shown(make_article())
    response = client.get(f"{comment.article.get_absolute_url()}?page={page}&order=x&reply_to=x")
    assert response.status_code == 200
    assert comment.text in response.content.decode()


def test_html_in_a_comment_is_shown_and_not_run(client):
    author = make_author(name="<b>Bold</b>")
    comment = make_shown(make_article(), "<script>alert(1)</script>", author=author)
    page = client.get(comment.article.get_absolute_url()).content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page


def test_the_feeds_carry_articles_and_published_comments(client):
    comment = make_shown(make_article(title="A story"), "Fine words <i>")
    held = make_comment("Not yet.", article=comment.article)
    articles = client.get(reverse("articles:article_feed")).content.decode()
    comments = client.get(reverse("articles:comment_feed", args=[comment.article.slug]))
    assert "A story" in articles
    assert "Fine words &lt;i&gt;" in comments.content.decode()
    assert held.text not in comments.content.decode()


def test_a_page_of_readers_is_in_one_language(client):
    article = make_article()
    german = {"accept-language": "de"}
    url = f"/articles/{article.slug}/comments/"
    page = client.post(url, {"email": "x"}, headers=german).content.decode()
    assert "Bitte gültige E-Mail-Adresse eingeben." in page
    assert '<html lang="de">' in page
    assert "Anmelden" in client.get("/accounts/login/", headers=german).content.decode()


def test_a_comment_shows_the_name_it_was_posted_under(client):
    article = make_article()
    author = make_author(name="Jane Example")
    make_shown(article, "By night.", author=author, posted_as="Night nurse")
    make_shown(article, "By day.", author=author)
    page = client.get(article.get_absolute_url())
    names = [item.comment.author_name for item in page.context["discussion"].comments]
    assert names == ["Night nurse", "Jane Example"]
    feed = client.get(reverse("articles:comment_feed", args=[article.slug])).content.decode()
    assert [name for name in ("Night nurse", "Jane Example") if name in feed] == [
        "Night nurse",
        "Jane Example",
    ]
