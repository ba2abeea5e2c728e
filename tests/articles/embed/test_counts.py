"""The numbers of comments, asked for together."""

import pytest

from articles.models import Comment
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def test_published_comments_are_counted_by_one_query(client, django_assert_num_queries):
    for number in range(3):
        article = make_article(external_id=f"a-{number}")
        make_comment(article=article)
        for _ in range(number):
            make_comment(article=article, status=Comment.Status.PUBLISHED)
    asked = {"id": ["a-0", "a-1", "a-2", "unknown", "\0"]}
    with django_assert_num_queries(1):
        response = client.get("/embed/counts/", asked)
    counted = {"a-0": 0, "a-1": 1, "a-2": 2, "unknown": 0, "": 0}
    assert response.json() == {"counts": counted}
    assert client.post("/embed/counts/", asked).json() == {"counts": counted}


def test_too_many_at_a_time_are_refused_in_a_sentence(client):
    response = client.post("/embed/counts/", {"id": [str(n) for n in range(501)]})
    assert (response.status_code, "500 articles" in response.json()["error"]) == (400, True)
