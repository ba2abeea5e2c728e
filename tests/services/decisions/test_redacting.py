import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import posting
from articles.models import Comment
from moderation.models import Appeal, Decision, Finding, Notice, ReviewItem, Score, TextChange
from moderation.services.decisions import appeals, deciding, undoing
from moderation.services.decisions.concurrency import StaleError, version_token_of
from moderation.services.decisions.redacting import (
    RedactionRefused,
    occurrences,
    redact,
    redacted,
)
from moderation.services.decisions.undoing import UndoError
from moderation.services.judging import scoring
from tests.factories import make_comment, make_moderator, make_policy_version
from tests.racing import race

pytestmark = pytest.mark.django_db

Action = Decision.Action
MARK = settings.REDACTION_MARK
TEXT = "You are a fool, but right. Fool!"
SHOWN = f"You are a {MARK}, but right. {MARK}!"


def spans(text, *passages):
    return [(found.start, found.end) for found in occurrences(text, passages)]


@pytest.fixture
def comment(written_release):
    make_policy_version()
    comment = make_comment(f"{TEXT} [personal_attack 0.9]")
    scoring.score([comment])
    comment.refresh_from_db()
    return comment


def taken_out(comment, *passages, moderator=None, clause=None):
    comment.refresh_from_db()
    decision = redact(
        comment=comment,
        moderator=moderator or make_moderator(),
        version_token=version_token_of(comment),
        spans=spans(comment.text, *(passages or ("fool", "[personal_attack 0.9]"))),
        clause=clause,
    )
    comment.refresh_from_db()
    return decision


def test_it_is_published_with_a_mark_in_place_of_the_words(comment):
    decision = taken_out(comment)
    assert (comment.status, comment.text) == ("published", f"{SHOWN} {MARK}")
    assert (decision.action, decision.status_before) == ("redact", "held")
    assert decision.text_change.original == f"{TEXT} [personal_attack 0.9]"
    assert ReviewItem.objects.open().count() == 0


def test_the_author_is_told_which_words_and_under_which_rule(comment):
    clause = comment.findings.get().clause
    taken_out(comment, clause=clause)
    told = Notice.objects.first()
    assert (told.kind, told.clause) == ("redacted", clause)
    assert told.evidence == ["fool", "Fool", "[personal_attack 0.9]"]


def test_the_text_that_readers_see_is_scored(comment):
    taken_out(comment)
    assert Score.objects.get(comment=comment).personal_attack < 0.5
    assert Finding.objects.filter(comment=comment).count() == 0


def test_an_undo_restores_the_text_its_score_and_its_case(comment):
    decision = taken_out(comment)
    undoing.undo(decision=decision, moderator=make_moderator())
    comment.refresh_from_db()
    assert (comment.text, comment.status) == (f"{TEXT} [personal_attack 0.9]", "held")
    assert (comment.edited_at, comment.redacted_at) == (None, None)
    assert Score.objects.get(comment=comment).personal_attack == 0.9
    assert comment.findings.count() == 1
    assert ReviewItem.objects.open().get().comment == comment
    assert Notice.objects.first().kind == "held"


def test_words_can_be_removed_twice_and_come_back_step_by_step(comment):
    taken_out(comment, "fool")
    second = taken_out(comment, "but right")
    assert second.text_change.original.startswith(TEXT)
    assert second.text_change.words == ["fool", "Fool", "but right"]
    undoing.undo(decision=second, moderator=make_moderator())
    comment.refresh_from_db()
    assert comment.text == f"{SHOWN} [personal_attack 0.9]"
    assert comment.redacted_at is not None


def test_an_edit_by_the_author_ends_it(comment):
    decision = taken_out(comment)
    posting.edit(comment=comment, text="All new and calm.")
    comment.refresh_from_db()
    assert (comment.text, comment.redacted_at) == ("All new and calm.", None)
    with pytest.raises(UndoError):
        undoing.undo(decision=decision, moderator=make_moderator())


@pytest.mark.parametrize(
    ("passages", "message"),
    [
        (["not there"], "Mark at least one word of the comment."),
        ([f"{TEXT} [personal_attack 0.9]"], "Nothing would be left of the comment"),
    ],
)
def test_what_cannot_be_redacted_is_refused_and_changes_nothing(comment, passages, message):
    with pytest.raises(RedactionRefused, match=message):
        taken_out(comment, *passages)
    comment.refresh_from_db()
    assert (comment.status, TextChange.objects.count()) == ("held", 0)


def test_an_upheld_appeal_publishes_the_original_and_its_undo_hides_the_words_again(comment):
    taken_out(comment)
    appeals.lodge(notice=Notice.objects.first(), text="It was a joke.")
    appeal = Appeal.objects.get()
    appeals.decide(appeal=appeal, moderator=make_moderator(), uphold=True, answer="Right.")
    comment.refresh_from_db()
    assert (comment.text, comment.redacted_at) == (f"{TEXT} [personal_attack 0.9]", None)
    assert (comment.status, Notice.objects.first().kind) == ("published", "appeal_upheld")
    undoing.undo(decision=Decision.objects.first(), moderator=make_moderator())
    comment.refresh_from_db()
    assert comment.text == f"{SHOWN} {MARK}"
    assert Appeal.objects.get().status == "open"


def test_a_rejected_appeal_leaves_the_words_out(comment):
    taken_out(comment)
    appeals.lodge(notice=Notice.objects.first(), text="It was a joke.")
    appeal = Appeal.objects.get()
    appeals.decide(appeal=appeal, moderator=make_moderator(), uphold=False, answer="No.")
    comment.refresh_from_db()
    assert (comment.text, comment.status) == (f"{SHOWN} {MARK}", "published")
    assert Appeal.objects.get().status == "rejected"
    assert ReviewItem.objects.open().count() == 0


def test_an_upheld_appeal_against_a_removal_leaves_words_out_that_were_removed_before(comment):
    taken_out(comment)
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Action.REMOVE,
        version_token=version_token_of(comment),
    )
    appeals.lodge(notice=Notice.objects.first(), text="Why?")
    appeals.decide(appeal=Appeal.objects.get(), moderator=make_moderator(), uphold=True, answer="")
    comment.refresh_from_db()
    assert (comment.text, comment.status) == (f"{SHOWN} {MARK}", "published")


def test_a_colleague_who_saw_the_former_text_is_told_who_removed_words(comment):
    seen, anna = version_token_of(comment), make_moderator()
    decision = taken_out(comment, moderator=anna)
    with pytest.raises(StaleError) as stale:
        deciding.decide(
            comment=comment,
            moderator=make_moderator(),
            action=Action.APPROVE,
            version_token=seen,
        )
    assert (stale.value.decision, stale.value.edited) == (decision, False)


@pytest.mark.django_db(transaction=True)
def test_of_moderators_who_remove_words_or_decide_at_once_one_does():
    make_policy_version()
    comment = make_comment(TEXT)
    token, first, second = version_token_of(comment), make_moderator(), make_moderator()
    results = race(
        lambda: redact(
            comment=comment, moderator=first, version_token=token, spans=spans(TEXT, "fool")
        ),
        lambda: deciding.decide(
            comment=comment, moderator=second, action=Action.REMOVE, version_token=token
        ),
    )
    assert sorted(type(result).__name__ for result in results) == ["Decision", "StaleError"]
    comment.refresh_from_db()
    assert (comment.status, comment.text) in {("published", SHOWN), ("removed", TEXT)}


@pytest.mark.django_db(transaction=True)
def test_words_are_never_removed_from_a_text_that_its_author_changes_at_that_moment():
    make_policy_version()
    comment = make_comment(TEXT, status="published")
    token = version_token_of(comment)
    mine = Comment.objects.get(pk=comment.pk)
    results = race(
        lambda: redact(
            comment=comment,
            moderator=make_moderator(),
            version_token=token,
            spans=spans(TEXT, "fool"),
        ),
        lambda: posting.edit(comment=mine, text="All new and calm."),
    )
    comment.refresh_from_db()
    assert (comment.text, comment.redacted_at) == ("All new and calm.", None), results
    assert comment.edited_at <= timezone.now()


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=3), max_size=4))
def test_what_is_marked_is_found_and_nothing_else_is_lost(text, passages):
    places = occurrences(text, passages)
    lengths = {len(passage.strip()) for passage in passages}
    assert {place.end - place.start for place in places} <= lengths
    shown = redacted(text, [(place.start, place.end) for place in places])
    kept = set(range(len(text))) - {n for p in places for n in range(p.start, p.end)}
    assert shown.replace(MARK, "") == "".join(text[n] for n in sorted(kept)).replace(MARK, "")
