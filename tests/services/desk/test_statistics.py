from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.models import Decision, ReviewItem
from moderation.services.decisions import appeals
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from moderation.services.decisions.undoing import undo
from moderation.services.desk import statistics
from tests.factories import (
    make_author,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db

Action = Decision.Action


def _decide(comment, action=Action.REMOVE, moderator=None):
    moderator = moderator or make_moderator()
    return decide(
        comment=comment, moderator=moderator, action=action, version_token=version_token_of(comment)
    )


def test_each_day_counts_its_arrivals_and_decisions():
    item = make_review_item()
    make_comment(posted_at=timezone.now() - timedelta(days=2))
    _decide(item.comment)
    rows = statistics.by_day(7).rows
    assert len(rows) == 8
    assert rows[-1] == {"day": timezone.localdate(), "posted": 1, "opened": 1, "decided": 1}
    assert rows[-3]["posted"] == 1


def test_open_cases_are_counted_by_their_age():
    now = timezone.now()
    for hours in (0, 2, 2, 30, 24 * 30):
        make_review_item(opened_at=now - timedelta(hours=hours))
    make_review_item(status=ReviewItem.Status.CLOSED)
    assert [row["cases"] for row in statistics.queue_age(7).rows] == [1, 2, 0, 1, 1]


def test_a_clause_shows_how_often_moderators_agreed():
    version = make_policy_version()
    for action in (Action.REMOVE, Action.REMOVE, Action.APPROVE, Action.APPROVE):
        comment = make_comment()
        make_finding(comment, version.clauses.get(attribute="profanity"))
        _decide(comment, action)
    (row,) = statistics.by_clause(7).rows
    assert row == {
        "clause": "profanity",
        "found": 4,
        "removed": 2,
        "agreed": 50,
        "overturned": 0,
        "share": 100,
    }


def test_an_upheld_appeal_counts_against_the_clause():
    version = make_policy_version()
    clause = version.clauses.get(attribute="profanity")
    for _ in range(2):
        comment = make_comment(status="published")
        make_finding(comment, clause)
        _decide(comment)
    notice = comment.notices.get()
    appeal = appeals.lodge(notice=notice, text="I did not.")
    appeals.decide(appeal=appeal, moderator=make_moderator(), uphold=True, answer="")
    (row,) = statistics.by_clause(7).rows
    assert (row["found"], row["removed"], row["agreed"], row["overturned"]) == (2, 1, 50, 1)


def test_what_was_undone_does_not_count():
    decision = _decide(make_comment())
    undo(decision=decision, moderator=make_moderator())
    assert statistics.by_author(7).rows == []


def test_the_classifier_is_held_against_what_moderators_did():
    for probability, action in ((0.95, Action.REMOVE), (0.91, Action.APPROVE), (0.55, "approve")):
        item = make_review_item(probability=probability)
        _decide(item.comment, action)
    rows = statistics.calibration(7).rows
    assert [(row["probability"], row["decided"], row["removed"]) for row in rows] == [
        ("50–60%", 1, 0),
        ("90–100%", 2, 50),
    ]


def test_moderators_who_saw_the_same_comment_otherwise_disagree():
    anna, ben = make_moderator(username="anna"), make_moderator(username="ben")
    agreed, disputed = make_comment(), make_comment()
    for comment, later in ((agreed, Action.REMOVE), (disputed, Action.APPROVE)):
        _decide(comment, Action.REMOVE, anna)
        _decide(comment, later, ben)
    rows = {row["moderator"]: row for row in statistics.by_moderator(7).rows}
    assert (rows["anna"]["agreed"], rows["ben"]["agreed"]) == (50, 50)
    assert (rows["anna"]["removed"], rows["ben"]["removed"]) == (100, 50)


def test_pauses_do_not_count_as_time_for_a_decision():
    moderator, now = make_moderator(), timezone.now()
    for seconds in (0, 10, 30, 3600):
        comment = make_comment()
        Decision.objects.create(
            comment=comment,
            action=Action.APPROVE,
            moderator=moderator,
            status_before=comment.status,
            status_after="published",
            decided_at=now - timedelta(seconds=seconds),
        )
    (row,) = statistics.by_moderator(7).rows
    assert row["seconds"] == 15


def test_authors_and_articles_with_the_most_removals_come_first():
    rude = make_author(name="Rude")
    for _ in range(2):
        _decide(make_comment(author=rude))
    _decide(make_comment(), Action.APPROVE)
    rows = statistics.by_author(7).rows
    assert rows[0] == {"id": rude.pk, "name": "Rude", "decided": 2, "removed": 2, "rate": 100}
    assert [row["removed"] for row in statistics.by_article(7).rows] == [1, 1, 0]


def test_the_tables_take_the_same_number_of_queries_however_much_was_done(
    django_assert_max_num_queries,
):
    for _ in range(3):
        _decide(make_review_item().comment)
    with django_assert_max_num_queries(16):
        for make in statistics.TABLES.values():
            make(30)
