import pytest
from django.db import DatabaseError

from moderation.models import CallCount
from moderation.services.clients import counting
from moderation.services.clients.counting import Outcome

pytestmark = pytest.mark.django_db


def test_calls_are_stored_now_and_then_and_added_to_those_of_other_processes(monkeypatch):
    CallCount.objects.create(client="the paper", outcome=Outcome.ACCEPTED, number=40)
    counting.count("the paper", Outcome.ACCEPTED)
    assert CallCount.objects.get().number == 40
    monkeypatch.setattr(counting, "STORED_EVERY", 0)
    counting.count("the paper", Outcome.ACCEPTED)
    assert CallCount.objects.get().number == 42


def test_nothing_is_lost_while_the_database_fails(monkeypatch):
    def fails(**_):
        raise DatabaseError

    counting.count("the paper", Outcome.REFUSED)
    with monkeypatch.context() as broken:
        broken.setattr(CallCount.objects, "get_or_create", fails)
        counting.store()
    assert counting.totals() == {("the paper", "refused"): 1}


def test_of_many_clients_the_busiest_are_shown(monkeypatch):
    monkeypatch.setattr(counting, "MOST_CLIENTS", 1)
    for client, number in {"small": 1, "tiny": 1, "busy": 3}.items():
        CallCount.objects.create(client=client, outcome=Outcome.ACCEPTED, number=number)
    assert counting.totals() == {("busy", "accepted"): 3, ("(others)", "accepted"): 2}
