import json

import pytest

from moderation.models import CoralSecret
from moderation.services.connections.coral import connecting
from tests.connections.coral.stand_in import Coral, running, signature
from tests.factories import make_policy_version

PHASE, EVENTS = CoralSecret.Purpose.PHASE, CoralSecret.Purpose.EVENTS


@pytest.fixture
def connection(written_release):
    """A connection, on a site whose classifier reads its probabilities in the text."""
    make_policy_version()
    connection = connecting.create(name="paper", url="https://coral.paper.example", token="?")
    for purpose in (PHASE, EVENTS):
        connecting.set_secret(connection=connection, purpose=purpose, secret=f"the {purpose}")
    return connection


@pytest.fixture
def call(client, connection):
    """Call as Coral does, or with a header of its own; the response."""

    def call(address, sent, *secrets, **headers):
        body = sent if isinstance(sent, bytes) else json.dumps(sent, indent=2).encode()
        signed = ",".join(signature(own, body) for own in secrets)
        headers = {"X-Coral-Signature": signed} | headers
        return client.post(
            f"/api/coral/{address}/", body, content_type="application/json", headers=headers
        )

    return call


@pytest.fixture
def coral(settings, connection, call):
    """A Coral that listens, and is connected."""
    settings.WEBHOOKS_TO_PRIVATE_NETWORKS = True
    coral = Coral(call)
    with running(coral) as url:
        connection.endpoint.url, connection.token = url, coral.token
        connection.endpoint.save()
        connection.save()
        yield coral
