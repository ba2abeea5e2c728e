"""Decisions go to Coral, and those made there come here."""

import pytest
from django.utils import timezone

from moderation.models import Clause, CoralEvent, Decision, Delivery, InternalNote
from moderation.services.clients.webhooks import endpoints
from moderation.services.connections.coral import connecting
from moderation.services.decisions import cases, legal_reports, redacting, undoing
from moderation.services.decisions.concurrency import version_token_of
from tests.connections.coral.here import RUDE, VILE, here, open_cases, settle, when_due
from tests.connections.here import decide
from tests.factories import make_comment, make_moderator, make_senior

pytestmark = pytest.mark.django_db

Action = Decision.Action


def test_a_removal_goes_to_coral_with_its_rule_and_does_not_come_back(coral):
    remote = coral.post(VILE)
    settle(coral)
    rule = Clause.objects.get(attribute="personal_attack")
    decide(here(remote), Action.REMOVE, clause=rule)
    settle(coral)
    assert (remote["status"], coral.reasons) == (
        "REJECTED",
        [{"code": "HARASSMENT_BULLYING", "detailedExplanation": "personal attacks"}],
    )
    own = CoralEvent.objects.get(kind="COMMENT_LEFT_MODERATION_QUEUE")
    assert (own.status, coral.mutations) == ("done", ["REJECTED"])
    assert Decision.objects.count() == 1


def test_a_removal_without_a_rule_has_the_moderators_words(coral):
    plain, illegal = coral.post(VILE), coral.post(VILE)
    settle(coral)
    legal_reports.file(comment=here(illegal), reporter="r", network="n", explanation="Section 130.")
    decide(here(plain), Action.REMOVE, note="Off topic.")
    decide(here(illegal), Action.REMOVE, note="Incitement.")
    settle(coral)
    assert coral.reasons == [
        {"code": "OTHER", "customReason": "Off topic."},
        {"code": "ILLEGAL_CONTENT", "legalGrounds": "Incitement."},
    ]


def test_an_approval_and_its_undo_go_to_coral(coral):
    remote, moderator = coral.post(VILE), make_moderator()
    settle(coral)
    decision = decide(here(remote), Action.APPROVE, moderator)
    settle(coral)
    undoing.undo(decision=decision, moderator=moderator)
    settle(coral)
    assert (coral.mutations, here(remote).status) == (["APPROVED", "REJECTED"], "held")
    settle(coral)
    assert (open_cases(remote), here(remote).status) == (["needs_review"], "held")


def test_a_removal_that_is_undone_is_approved_in_coral(coral):
    remote, moderator = coral.post(RUDE), make_moderator()
    settle(coral)
    decision = decide(here(remote), Action.REMOVE, moderator)
    settle(coral)
    undoing.undo(decision=decision, moderator=moderator)
    settle(coral)
    assert (coral.mutations, remote["status"]) == (["REJECTED", "APPROVED"], "APPROVED")


def test_a_removal_that_was_undone_before_it_was_sent_leaves_coral_as_it_was(coral):
    remote, moderator = coral.post(RUDE), make_moderator()
    settle(coral)
    undoing.undo(decision=decide(here(remote), Action.REMOVE, moderator), moderator=moderator)
    settle(coral)
    assert (remote["status"], coral.mutations, open_cases(remote)) == ("NONE", [], ["needs_review"])


def test_a_decision_in_coral_closes_the_case_here_and_is_not_sent_back(coral, connection):
    approved, rejected = coral.post(VILE), coral.post(RUDE)
    settle(coral)
    coral.decide(approved, "APPROVED")
    coral.decide(rejected, "REJECTED")
    settle(coral)
    found = [
        (here(own).status, open_cases(own), here(own).decisions.get().moderator)
        for own in (approved, rejected)
    ]
    assert found == [
        ("published", [], connection.moderator),
        ("removed", [], connection.moderator),
    ]
    settle(coral)
    assert coral.mutations == []


def test_a_decision_in_coral_before_the_comment_was_filed_is_kept(coral, connection):
    remote = coral.post(VILE)
    coral.decide(remote, "APPROVED")
    settle(coral)
    assert (here(remote).status, open_cases(remote)) == ("published", [])
    assert here(remote).decisions.get().moderator == connection.moderator


def test_what_was_decided_here_is_not_taken_back_by_an_older_decision_in_coral(coral):
    remote = coral.post(VILE)
    settle(coral)
    coral.decide(remote, "APPROVED")
    decide(here(remote), Action.REMOVE)
    settle(coral)
    settle(coral)
    assert (here(remote).status, remote["status"]) == ("removed", "REJECTED")


def test_what_was_decided_in_coral_later_stands_here_too(coral):
    remote = coral.post(VILE)
    settle(coral)
    decide(here(remote), Action.REMOVE)
    coral.decide(remote, "APPROVED")
    settle(coral)
    assert (here(remote).status, remote["status"], coral.mutations) == (
        "published",
        "APPROVED",
        [],
    )


def test_what_does_not_settle_a_case_changes_nothing_in_coral(coral):
    remote, moderator = coral.post(RUDE), make_moderator()
    settle(coral)
    comment = here(remote)
    escalated = cases.escalate(
        comment=comment, moderator=moderator, version_token=version_token_of(comment)
    )
    settle(coral)
    undoing.undo(decision=escalated, moderator=make_senior())
    settle(coral)
    assert (remote["status"], coral.mutations, open_cases(remote)) == ("NONE", [], ["needs_review"])


def test_words_cannot_be_removed_in_coral_but_the_comment_can(coral):
    remote, moderator = coral.post(RUDE), make_moderator()
    settle(coral)
    comment = here(remote)
    redacting.redact(
        comment=comment,
        moderator=moderator,
        version_token=version_token_of(comment),
        spans=[(0, 4)],
        clause=Clause.objects.get(attribute="personal_attack"),
    )
    settle(coral)
    assert (Delivery.objects.get().status, remote["status"]) == ("failed", "NONE")
    decide(here(remote), Action.REMOVE)
    settle(coral)
    assert remote["status"] == "REJECTED"


def test_a_text_that_changed_meanwhile_is_judged_anew_and_the_moderators_are_told(coral):
    remote = coral.post(VILE)
    settle(coral)
    coral.edit(remote, "Sorry. [profanity 0.6]")
    decide(here(remote), Action.REMOVE)
    settle(coral)
    comment = here(remote)
    assert (comment.text, comment.status, coral.mutations) == (
        "Sorry. [profanity 0.6]",
        "published",
        [],
    )
    assert (open_cases(remote), InternalNote.objects.get().comment) == (["needs_review"], comment)
    assert [own.clause.quote for own in comment.findings.all()] == ["profanity"]


def test_a_text_that_changes_at_the_same_moment_is_not_decided(coral):
    remote = coral.post(VILE)
    settle(coral)
    coral.phase_is_on = False
    coral.before_mutation = lambda comment: coral.edit(comment, "Sorry.")
    decide(here(remote), Action.REMOVE)
    settle(coral)
    assert remote["status"] == "NONE"
    coral.before_mutation = lambda comment: None
    when_due()
    settle(coral)
    assert (here(remote).text, remote["status"]) == ("Sorry.", "NONE")


def test_a_decision_waits_for_a_coral_that_is_down(coral):
    remote = coral.post(VILE)
    settle(coral)
    token, coral.token = coral.token, "a new one"
    decide(here(remote), Action.REMOVE)
    settle(coral)
    assert Delivery.objects.get().answer == (
        "Coral does not accept the token: make a new one in Coral."
    )
    coral.token = token
    when_due()
    settle(coral)
    assert remote["status"] == "REJECTED"


def test_a_comment_that_coral_has_no_longer_is_given_up(coral):
    remote = coral.post(VILE)
    settle(coral)
    del coral.comments[remote["id"]]
    decide(here(remote), Action.REMOVE)
    settle(coral)
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.answer) == (
        "failed",
        "Coral has no such comment any more.",
    )


def test_decisions_about_other_comments_are_not_for_coral(coral, connection):
    since = timezone.now()
    decide(make_comment(), Action.REMOVE)
    decide(make_comment(source_id="coral2:1"), Action.REMOVE)
    settle(coral)
    assert Delivery.objects.count() == 0
    again = {"endpoint": connection.endpoint, "since": since, "until": timezone.now()}
    assert endpoints.replay_between(**again) == 0


def test_decisions_made_while_paused_are_sent_on_request(coral, connection):
    remote, since = coral.post(VILE), timezone.now()
    settle(coral)
    connecting.pause(connection=connection)
    decide(here(remote), Action.REMOVE)
    settle(coral)
    connecting.resume(connection=connection)
    settle(coral)
    assert remote["status"] == "SYSTEM_WITHHELD"
    endpoints.replay_between(endpoint=connection.endpoint, since=since, until=timezone.now())
    settle(coral)
    assert remote["status"] == "REJECTED"
