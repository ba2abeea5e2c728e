"""Scores that Coral suggests are marked with who decided, as far as it is known here."""

import pytest

from moderation.models import Clause, Decision, SuggestedScore
from moderation.services.clients import api_keys, suggesting
from moderation.services.clients.suggesting import Suggested
from tests.connections.coral.here import VILE, here, settle
from tests.connections.here import decide

pytestmark = pytest.mark.django_db


def test_people_and_rules_are_kept_apart(coral, connection):
    Clause.objects.filter(attribute="profanity").update(remove_at=0.95)
    people, own, rejected, open_case = (
        coral.post(text) for text in (VILE, VILE, "[profanity 0.97]", VILE)
    )
    coral._tell_of_queue(rejected, "UNMODERATED")
    coral.tell()
    settle(coral)
    coral.decide(people, "REJECTED")
    decide(here(own), Decision.Action.REMOVE)
    settle(coral)
    key, _ = api_keys.issue(name="paper", calls_per_minute=1)
    for remote in (people, own, rejected, open_case, {"id": "other"}):
        suggesting.keep(
            key=key,
            text="You.",
            scores={"TOXICITY": Suggested(1.0)},
            community=f"Coral:{connection.endpoint.url}/",
            client_token=f"comment:{remote['id']}",
        )
    suggesting.keep(key=key, text="You.", scores={"TOXICITY": Suggested(1.0)}, community="Coral:?")
    origins = SuggestedScore.objects.order_by("pk").values_list("origin", flat=True)
    assert list(origins) == ["people", "here", "automatic", "unknown", "unknown", "unknown"]
