"""The articles that comments come in under, whether or not they are here already."""

from dataclasses import replace

import pytest

from articles import posting
from articles.models import Article, Comment
from articles.signals import CommentRefused
from moderation.services.transfer import importing
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
)
from tests.factories import (
    make_article,
    make_author,
)
from tests.services.transfer.importing.archive import ARTICLE, PUBLISHED, bring, comment, parents

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [1, 2, 500])
def test_comments_may_stand_before_their_article(monkeypatch, size):
    monkeypatch.setattr(importing, "BATCH_SIZE", size)
    archive = [comment("2", parent="1"), comment("1"), comment("3"), comment("3"), ARTICLE]
    counts, refused = bring(*archive)
    assert refused == ["comment 3: its id came before: the first comment of it is kept"]
    assert parents() == {"test:1": None, "test:2": "test:1", "test:3": None}
    assert counts["comments"] == 3
    before = list(Comment.objects.values())
    bring(*archive)
    assert list(Comment.objects.values()) == before


def test_a_closed_discussion_takes_no_comments():
    bring(ArchivedArticle("7", "A summit", closed=True), comment("1"))
    with pytest.raises(CommentRefused, match="closed"):
        posting.post(article=Article.objects.get(), author=make_author(), text="Hello?")
    assert Comment.objects.get().status == PUBLISHED


@pytest.mark.parametrize(("closed", "after"), [(True, "closed"), (False, "open")])
def test_an_article_that_is_here_is_closed_where_it_was_at_the_source(closed, after):
    make_article(slug="a-summit")
    bring(ArchivedArticle("7", "A summit", "a-summit", closed=closed))
    assert Article.objects.get().commenting == after


def test_an_article_whose_title_makes_no_short_name_joins_no_other():
    here = make_article(slug="article")
    bring(ArchivedArticle("7", "גשר"), comment("1"))
    assert Comment.objects.get().article != here


def test_an_article_that_is_here_already_takes_the_comments():
    here = make_article(slug="a-summit", body="As edited here.")
    bring(ARTICLE, comment("1"))
    assert Comment.objects.get().article == here
    assert Article.objects.get().body == "As edited here."


def test_two_articles_of_one_short_name_stay_two():
    bring(ARTICLE, ArchivedArticle("8", "Another", "a-summit"), comment("1", article="8"))
    assert Article.objects.count() == 2
    assert Comment.objects.get().article.title == "Another"


def test_an_article_is_recognised_by_its_address():
    here = make_article(url="https://paper.example/swans/")
    swans = ArchivedArticle("7", "Swans", "birds", url="http://www.paper.example/swans?utm_id=1")
    twin, bad = replace(swans, id="8"), ArchivedArticle("9", "Ducks", url="javascript:alert(1)")
    bring(swans, twin, bad, ArchivedArticle("10", "Geese", url="https://paper.example/geese"))
    urls = dict(Article.objects.values_list("source_id", "url"))
    assert urls == {
        "test:7": here.url,
        "test:8": "",
        "test:9": "",
        "test:10": "https://paper.example/geese",
    }
