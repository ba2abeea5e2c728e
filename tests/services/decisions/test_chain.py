"""The chain of the decision log: whole after what people may do, broken by what they may not."""

from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from moderation.models import Decision, DecisionLink
from moderation.services.decisions import chain, deciding, redacting, undoing
from moderation.services.decisions.chain import Head
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.readers import personal_data
from tests.factories import make_comment, make_moderator, make_review_item
from tests.racing import race

SWITCH_OFF = {
    "postgresql": ["SET LOCAL session_replication_role = replica"],
    "sqlite": ["DROP TRIGGER decisions_are_append_only", "DROP TRIGGER decisions_are_linked"],
}


def decided(action=Decision.Action.REMOVE, note=""):
    comment = make_review_item().comment
    return deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=action,
        version_token=version_token_of(comment),
        note=note,
    )


def commit():
    """Run what PostgreSQL runs when a transaction is committed."""
    connection.check_constraints()


@contextmanager
def tampered(*statements):
    """The database after an administrator of it switched its rules off, until the block ends."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for statement in [*SWITCH_OFF[connection.vendor], *statements]:
                cursor.execute(statement)
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_whatever_people_do_the_chain_is_whole():
    removed = decided(note="Vera's telephone number.")
    undoing.undo(decision=removed, moderator=make_moderator())
    comment = make_comment(text="You are an idiot, Sir.")
    redacting.redact(
        comment=comment,
        moderator=make_moderator(),
        version_token=version_token_of(comment),
        spans=[(11, 16)],
    )
    personal_data.erase(comment.author)
    commit()
    assert list(chain.breaks()) == []
    assert [link.number for link in DecisionLink.objects.all()] == [1, 2, 3]


@pytest.mark.django_db
def test_each_way_to_change_the_log_is_found_and_named():
    one, two, three = decided(), decided(note="Insult."), decided()
    commit()
    assert list(chain.breaks()) == []
    name = f"decision {two.pk} about comment {two.comment_id}"
    link, decision = "moderation_decisionlink", "moderation_decision"
    remove_two = f"DELETE FROM {link} WHERE number = 2"
    copied = "comment_id, action, note, status_before, status_after, decided_at"
    found = {
        f"UPDATE {decision} SET note = 'Praise.' WHERE id = {two.pk}": (
            f"Link 2, {name}: the decision was changed."
        ),
        f"UPDATE {decision} SET moderator_id = {one.moderator_id} WHERE id = {two.pk}": (
            f"Link 2, {name}: the decision was changed."
        ),
        f"DELETE FROM {decision} WHERE id = {two.pk}": (
            f"Link 2, decision {two.pk}: the decision was deleted."
        ),
        f"{remove_two}; DELETE FROM {decision} WHERE id = {two.pk}": (
            f"Link 3, decision {three.pk}: the links before it (2 to 2) were removed."
        ),
        f"INSERT INTO {decision} ({copied}) SELECT {copied} FROM {decision} WHERE id = {one.pk}": (
            f"Decision {three.pk + 1} about comment {one.comment_id} has no link: "
            "it was put in past the chain."
        ),
        f"UPDATE {link} SET number = 4 WHERE number = 2; "
        f"UPDATE {link} SET number = 2 WHERE number = 3;"
        f"UPDATE {link} SET number = 3 WHERE number = 4": (
            f"Link 2, decision {three.pk} about comment {three.comment_id}: it does not follow "
            "link 1; one of them was changed, moved or put in."
        ),
    }
    for statements, sentence in found.items():
        with tampered(*statements.split(";")):
            assert next(chain.breaks()) == sentence


@pytest.mark.django_db
def test_a_log_that_was_cut_or_written_anew_does_not_have_the_head_that_was_kept(capsys):
    decided()
    decided()
    commit()
    call_command("verify_log")
    kept = capsys.readouterr().out.splitlines()[-1]
    decided()
    commit()
    call_command("verify_log", "--head", kept)
    with tampered("DELETE FROM moderation_decisionlink WHERE number > 1"):
        Decision.objects.filter(link=None)._raw_delete("default")
        assert list(chain.breaks()) == []
        with pytest.raises(CommandError, match="Link 2 is not the one that was kept") as stopped:
            call_command("verify_log", "--head", kept)
    assert stopped.value.returncode == 3
    with pytest.raises(CommandError, match="give it as verify_log printed it: NUMBER:HASH"):
        call_command("verify_log", "--head", "2:abc")


@pytest.mark.django_db
def test_decisions_from_before_the_chain_are_linked_by_the_migration(monkeypatch):
    former = [decided() for _ in range(5)]
    commit()
    DecisionLink.objects.all()._raw_delete("default")
    linked_meanwhile = decided()
    commit()
    migration = import_module("moderation.migrations.0025_link_decisions")
    monkeypatch.setattr(migration, "AT_ONCE", 2)
    for _ in range(2):
        migration.link_all(apps, SimpleNamespace(connection=connection))
    commit()
    assert list(chain.breaks()) == []
    order = DecisionLink.objects.values_list("decision_id", flat=True)
    assert list(order) == [linked_meanwhile.pk, *(decision.pk for decision in former)]


@pytest.mark.django_db(transaction=True)
def test_moderators_who_decide_at_once_make_one_chain():
    items = [make_review_item() for _ in range(24)]
    moderator = make_moderator()

    def decide(own):
        for item in own:
            deciding.decide(
                comment=item.comment,
                moderator=moderator,
                action=Decision.Action.APPROVE,
                version_token=version_token_of(item.comment),
            )

    raised = race(*(lambda own=items[lane::4]: decide(own) for lane in range(4)))
    assert raised == [None] * 4
    assert list(chain.breaks()) == []
    assert chain.head() == Head(24, DecisionLink.objects.get(number=24).hash)
