"""Languages at the desk: the filter of a queue, and the share in the statistics."""

import pytest

from moderation.models import ReviewItem, Score
from moderation.services.desk import language_names, listing, statistics
from moderation.services.desk.listing import Filters
from tests.factories import make_comment, make_review_item, make_score

pytestmark = pytest.mark.django_db


def case(language):
    item = make_review_item(make_comment())
    make_score(item.comment)
    Score.objects.filter(comment=item.comment).update(language=language)
    return item


def found(language):
    return set(listing.cases(ReviewItem.Queue.NEEDS_REVIEW, Filters(language=language)))


def test_a_queue_is_narrowed_to_a_language_that_is_a_part_of_the_comment_at_least():
    german, english, both = case("de"), case("en"), case("en+de")
    assert found("de") == {german, both}
    assert found("en") == {english, both}
    assert found("tr") == set()
    assert found("") == {german, english, both}


def test_the_share_of_each_language_is_counted():
    for language in ("en", "en", "de", "und"):
        case(language)
    table = statistics.by_language(7)
    assert table.rows == [
        {"language": "English", "comments": 2, "share": 50},
        {"language": "German", "comments": 1, "share": 25},
        {"language": "undetermined", "comments": 1, "share": 25},
    ]


def test_every_language_can_be_chosen_by_its_name():
    offered = dict(language_names.choices())
    assert (offered["de"], offered["hy"], offered["und-Cyrl"]) == (
        "German",
        "Armenian",
        "Cyrillic script",
    )
