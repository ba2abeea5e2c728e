from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision, ReviewItem, Score
from moderation.services.decisions import cases, deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import pending, scoring
from tests.factories import make_comment, make_moderator, make_policy_version
from tests.racing import race

pytestmark = pytest.mark.django_db

CALM, RUDE, VILE, BROKEN = "Fine.", "[personal_attack 0.6]", "[personal_attack 0.9]", "[broken]"


@pytest.fixture(autouse=True)
def version(written_release):
    return make_policy_version()


def cut_off(text=CALM):
    """A comment whose process died between storing and judging, a minute ago."""
    comment = make_comment(text)
    pending.open_case(comment)
    long_ago = timezone.now() - timedelta(minutes=1)
    case = ReviewItem.objects.filter(comment=comment)
    case.update(opened_at=long_ago, unjudged_since=long_ago)
    return comment


def status(comment):
    return Comment.objects.get(pk=comment.pk).status


def stored_cases():
    return [(c.queue, c.status, c.priority, c.unjudged_since) for c in ReviewItem.objects.all()]


@pytest.mark.parametrize(
    ("text", "becomes", "left"),
    [
        (CALM, "published", []),
        (RUDE, "published", [("needs_review", "open", 0.6, None)]),
        (VILE, "held", [("needs_review", "open", 1.9, None)]),
        (BROKEN, "held", [("not_scored", "open", 1.0, None)]),
    ],
)
def test_an_interrupted_comment_is_judged_like_any_other(text, becomes, left):
    comment = cut_off(text)
    assert pending.judge_overdue() == 1
    assert (status(comment), stored_cases()) == (becomes, left)
    assert pending.judge_overdue() == 0


def test_a_comment_that_is_being_judged_is_left_alone():
    pending.open_case(make_comment())
    assert pending.judge_overdue() == 0


def test_many_are_judged_in_batches(monkeypatch):
    monkeypatch.setattr(pending, "BATCH_SIZE", 2)
    for _ in range(5):
        cut_off()
    assert pending.judge_overdue() == 5
    assert Comment.objects.published().count() == 5


def test_the_command_says_how_many_it_judged(capsys):
    cut_off()
    call_command("judge_pending")
    assert capsys.readouterr().out == "Judged: 1\n"


def test_scoring_judges_them_too():
    comment = cut_off()
    scoring.score([comment])
    assert (status(comment), stored_cases()) == ("published", [])


def test_a_snoozed_case_is_closed_and_kept():
    comment, moderator = cut_off(), make_moderator()
    cases.defer(comment=comment, moderator=moderator, version_token=version_token_of(comment))
    pending.judge_overdue()
    assert (status(comment), stored_cases()) == ("published", [("not_scored", "closed", 1.0, None)])


def test_a_decision_made_in_between_stands():
    comment = cut_off(CALM)
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.REMOVE,
        version_token=version_token_of(comment),
    )
    assert pending.judge_overdue() == 0
    pending.judge([comment])
    assert status(comment) == "removed"


def test_posting_again_judges_only_unjudged_comments(version):
    judged, waiting = make_comment(), cut_off()
    scoring.score([judged])
    scored_at = Score.objects.get(comment=judged).scored_at
    pending.judge([judged, waiting])
    assert Score.objects.get(comment=judged).scored_at == scored_at
    assert status(waiting) == "published"


def test_the_desk_says_that_it_is_not_judged_yet(client):
    cut_off(VILE)
    client.force_login(make_moderator())
    page = client.get("/desk/queues/not-scored/").content.decode()
    assert "Not judged yet" in page
    pending.judge_overdue()
    assert "Not judged yet" not in client.get("/desk/queues/needs-review/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_jobs_and_a_reader_at_the_same_moment_judge_once():
    comments = [cut_off(text) for text in (CALM, RUDE, VILE)]
    results = race(pending.judge_overdue, pending.judge_overdue, lambda: pending.judge(comments))
    assert [result for result in results if isinstance(result, Exception)] == []
    assert [status(comment) for comment in comments] == ["published", "published", "held"]
    assert sorted(stored_cases()) == [
        ("needs_review", "open", 0.6, None),
        ("needs_review", "open", 1.9, None),
    ]
    assert [comment.scores.count() for comment in comments] == [1, 1, 1]
