"""The desk's lists start where an index does, however many rows there are."""

import re

import pytest
from django.db import connection

from articles.models import Comment
from moderation.models import ReviewItem
from moderation.services.desk import listing, search
from moderation.services.desk.listing import Filters, Order
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db

ROWS = 3000
INDEXES = {
    Order.WORST: "open_items_worst_first",
    Order.UNCERTAIN: "open_items_uncertain_first",
    Order.OLDEST: "open_items_oldest_first",
}


@pytest.fixture
def many_cases():
    article, author = make_article(), make_author()
    comments = Comment.objects.bulk_create(
        Comment(article=article, author=author, text=f"Remark number{place} on things")
        for place in range(ROWS)
    )
    ReviewItem.objects.bulk_create(
        ReviewItem(comment=comment, probability=place / ROWS, priority=place / ROWS)
        for place, comment in enumerate(comments)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.parametrize("order", INDEXES)
def test_a_page_of_the_queue_is_read_from_the_index_of_its_order(
    many_cases, order, django_assert_num_queries
):
    found = listing.cases(ReviewItem.Queue.NEEDS_REVIEW, Filters())
    first = listing.page(found, order)
    with django_assert_num_queries(1) as queries:
        listing.page(found, order, first.next)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + queries[0]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert INDEXES[order] in plan
    assert not re.search(r"\bSort\b", plan)


def test_words_are_looked_up_in_an_index(many_cases):
    found = search.comments(search.Asked(words="number1234"))
    assert [comment.text for comment in found] == ["Remark number1234 on things"]
    with connection.cursor() as cursor:
        # Rows that no vacuum has seen yet make the planner shy of the index; can it use it at all?
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "comment_words" in found.order_by().explain()
