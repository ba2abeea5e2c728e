"""What is told, in the transaction in which it happens."""

import pytest
from django.db import transaction
from django.utils import timezone

from articles import posting
from articles.models import Comment
from moderation.models import Decision, Event, EventKind, Notice
from moderation.services.decisions import (
    appeals,
    blocking,
    deciding,
    legal_reports,
    reporting,
    undoing,
)
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.events import recording
from moderation.services.events.recording import Happening
from moderation.services.judging import scoring
from moderation.services.readers import personal_data
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
    make_review_item,
)

ATTACK = "You. [personal_attack 0.9]"


@pytest.fixture
def article(written_release):
    make_policy_version()
    Event.objects.all().delete()
    return make_article()


def told():
    """The kinds of the events since the last call, oldest first."""
    events = Event.objects.order_by("pk")
    kinds = list(events.values_list("kind", flat=True))
    events.delete()
    return kinds


def post(article, text="A calm remark.", author=None):
    return posting.post(article=article, author=author or make_author(), text=text)


def decide(comment, action=Decision.Action.REMOVE):
    comment = Comment.objects.get(pk=comment.pk)
    return deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=action,
        version_token=version_token_of(comment),
    )


def test_a_new_comment_is_published_or_held(article):
    post(article)
    post(article, ATTACK)
    assert told() == ["comment.published", "comment.held"]


def test_an_edit_and_its_verdict_are_told(article):
    comment = post(article)
    told()
    posting.edit(comment=comment, text=ATTACK)
    assert told() == ["comment.edited", "comment.held"]


def test_a_report_of_an_illegal_comment_is_told_from_its_filing_to_its_last_answer(article):
    comment = post(article)
    report, _ = legal_reports.file(
        comment=comment, reporter="ani", network="here", explanation="Slander."
    )
    decision = decide(comment, Decision.Action.APPROVE)
    report.refresh_from_db()
    legal_reports.contest(report=report, objection="Look again.")
    review = decide(comment)
    undoing.undo(decision=review, moderator=make_moderator())
    events = Event.objects.filter(kind="comment.reported_illegal").order_by("pk")
    assert [(event.comment_id, event.data) for event in events] == [
        (comment.pk, {"legal_report": report.pk, "status": status, "decision": answer})
        for status, answer in (
            ("received", None),
            ("answered", decision.pk),
            ("contested", None),
            ("reviewed", review.pk),
            ("contested", None),
        )
    ]


def test_a_decision_is_told_with_what_became_of_the_comment(article):
    comment = post(article)
    told()
    decision = decide(comment)
    made, removed = Event.objects.order_by("pk")
    assert (made.comment_id, made.data) == (
        comment.pk,
        {
            "decision": decision.pk,
            "action": "remove",
            "status": "removed",
            "clause": None,
            "moderator": decision.moderator_id,
            "undoes": None,
        },
    )
    assert (removed.kind, removed.data) == ("comment.removed", {"status": "removed"})


def test_a_decision_that_changes_nothing_for_readers_is_told_alone(article):
    comment = post(article)
    told()
    decide(comment, Decision.Action.APPROVE)
    assert told() == ["decision.made"]


def test_a_pick_of_the_editors_is_told(article):
    comment = post(article)
    told()
    decide(comment, Decision.Action.FEATURE)
    assert told() == ["decision.made", "comment.featured"]


def test_an_undo_is_told(article):
    decision = decide(post(article))
    told()
    undoing.undo(decision=decision, moderator=decision.moderator)
    assert told() == ["decision.undone", "comment.published"]


def test_a_report_is_told(article):
    comment = post(article)
    told()
    reporting.report(comment=comment, reporter="a", network="b")
    assert told() == ["comment.reported"]


def test_an_appeal_and_its_answer_are_told(article):
    decide(post(article))
    told()
    appeal = appeals.lodge(notice=Notice.objects.get(), text="Why?")
    assert told() == ["appeal.made"]
    appeals.decide(appeal=appeal, moderator=make_moderator(), uphold=True, answer="Sorry.")
    assert told() == ["appeal.answered", "decision.made", "comment.published"]


def test_a_block_and_its_end_are_told(article):
    author = make_author(external_id="r1")
    block = blocking.block(author=author, reason="Insults.", until=None, blocked_by=None)
    event = Event.objects.get()
    assert (event.kind, event.data) == (
        "author.blocked",
        {"block": block.pk, "author": author.pk, "author_external_id": "r1", "until": None},
    )
    told()
    blocking.lift(block=block, lifted_by=None)
    assert told() == ["author.unblocked"]


def test_an_erasure_is_told(article):
    comment = post(article)
    told()
    personal_data.erase(comment.author)
    assert told() == ["comment.erased"]


def test_a_published_policy_is_told(article):
    version = make_policy_version(article)
    event = Event.objects.get()
    assert (event.kind, event.data) == (
        "policy.published",
        {"policy": version.policy_id, "article": article.pk, "version": 1},
    )


def test_an_imported_comment_is_not_told(article):
    comment = make_comment(ATTACK, article=article, source_id="old:1", status="held")
    scoring.score([comment])
    assert told() == []


def test_a_run_tells_of_what_it_changes_only(article):
    calm = make_comment(article=article, status="published")
    attack = make_comment(ATTACK, article=article, status="published")
    for comment in (calm, attack):
        comment.posted_at = timezone.now()
    scoring.score([calm, attack])
    scoring.score([calm, attack])
    assert told() == ["comment.held"]


def test_what_is_rolled_back_is_not_told(article):
    comment = make_comment(article=article)
    make_review_item(comment)

    def decide_and_fail():
        with transaction.atomic():
            decide(comment)
            raise LookupError

    with pytest.raises(LookupError):
        decide_and_fail()
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError, match="belongs into the transaction"):
        recording.record([Happening(EventKind.RUN_FINISHED)])
