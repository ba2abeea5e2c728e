"""Counts of large discussions are kept for a while, those of small ones are exact."""

import pytest

from articles import counting
from articles.models import Comment
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def test_only_a_count_beyond_the_limit_is_kept(monkeypatch):
    monkeypatch.setattr(counting, "EXACT_UP_TO", 2)
    counting._kept.clear()
    article = make_article()
    counted = []
    for _ in range(4):
        make_comment(article=article)
        counted.append(counting.count(Comment.objects.filter(article=article)))
    counting._kept.clear()
    counted.append(counting.count(Comment.objects.filter(article=article)))
    assert counted == [1, 2, 3, 3, 4]
