"""Articles that the paper's system keeps up to date."""

import pytest

from articles.models import Article
from moderation.models import Policy
from tests.factories import make_article


def test_an_article_is_created_under_the_papers_id(call):
    status, created = call(
        "PUT", "/articles/story-7", {"title": "Bridge closed", "url": "https://paper.example/7"}
    )
    article = Article.objects.get()
    moment = article.published_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert status == 201
    assert created == {
        "id": article.pk,
        "external_id": "story-7",
        "title": "Bridge closed",
        "url": "https://paper.example/7",
        "section": "",
        "language": "",
        "commenting": "open",
        "published_at": moment,
        "comments_url": f"https://comments.example.org/articles/{article.slug}/",
    }


def test_sending_an_article_again_changes_only_what_is_given(call):
    call("PUT", "/articles/7", {"title": "Bridge closed", "section": "Local"})
    status, changed = call("PUT", "/articles/7", {"title": "Bridge open again"})
    assert (status, changed["title"], changed["section"]) == (200, "Bridge open again", "Local")
    assert Article.objects.count() == 1


def test_articles_with_the_same_title_have_pages_of_their_own(call):
    pages = [call("PUT", f"/articles/{n}", {"title": "News"})[1]["comments_url"] for n in (1, 2)]
    assert len(set(pages)) == 2


def test_an_article_is_closed_and_premoderated(call):
    call("PUT", "/articles/7", {"title": "Bridge closed"})
    call("PUT", "/articles/7", {"commenting": "closed", "moderation": "pre"})
    article = Article.objects.get()
    assert (article.commenting, article.policy.moderation) == ("closed", Policy.Moderation.PRE)


def test_an_article_has_a_language_of_the_site(call):
    call("PUT", "/articles/7", {"title": "Brücke zu", "language": "de-AT"})
    told = [call("PUT", "/articles/7", {"language": code}) for code in ("tlh", "")]
    assert [status for status, _ in told] == [422, 200]
    assert told[1][1]["language"] == ""
    assert call("PUT", "/articles/7", {"language": "de"})[1]["language"] == "de"


def test_a_new_article_needs_a_title(call):
    status, problem = call("PUT", "/articles/7", {"section": "Local"})
    assert (status, problem["detail"]) == (422, "The article is new here. Send its title.")
    assert Article.objects.count() == 0


def test_an_article_is_read_by_the_papers_id(call):
    article = make_article(external_id="7", title="Bridge closed")
    status, read = call("GET", "/articles/7")
    assert (status, read["id"], read["title"]) == (200, article.pk, "Bridge closed")


def test_an_unknown_article_says_how_to_create_it(call):
    status, problem = call("GET", "/articles/nowhere")
    assert (status, problem["detail"]) == (
        404,
        "There is no such article: “nowhere”. Create it with PUT /articles/nowhere.",
    )


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"title": " "}, "/title"),
        ({"title": "a" * 301}, "/title"),
        ({"title": "News", "url": "javascript:alert(1)"}, "/url"),
        ({"title": "News", "commenting": "maybe"}, "/commenting"),
        ({"title": "News", "published_at": "2026-01-01T10:00:00"}, "/published_at"),
        ({"title": "News", "colour": "red"}, "/colour"),
    ],
)
def test_a_field_that_cannot_be_read_is_named(call, body, pointer):
    status, problem = call("PUT", "/articles/7", body)
    assert (status, [error["pointer"] for error in problem["errors"]]) == (422, [pointer])
