"""Coral's stories are the articles that the paper has, however their addresses are spelled."""

import pytest

from articles.models import Article
from moderation.services.connections import stories
from moderation.services.connections.stories import Story
from tests.factories import make_article

pytestmark = pytest.mark.django_db

ADDRESS = "https://paper.example/bridge"


def test_a_story_is_the_article_with_another_spelling_of_its_address(connection):
    listed = make_article(url=ADDRESS)
    found = stories.article_of(connection, Story("s1", f"{ADDRESS}/?utm_source=feed"))
    assert (found, found.source_id) == (listed, "coral:s1")


def test_a_second_story_at_an_address_is_an_article_without_it(connection):
    first = stories.article_of(connection, Story("s1", ADDRESS))
    second = stories.article_of(connection, Story("s2", f"{ADDRESS}/"))
    assert (first.url, second.url, Article.objects.count()) == (ADDRESS, "", 2)
    assert stories.article_of(connection, Story("s2", f"{ADDRESS}/")) == second
