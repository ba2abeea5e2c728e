import os

import pytest

from moderation.services.connections.wordpress import connecting
from tests.connections.wordpress import site
from tests.factories import make_policy_version


@pytest.fixture(scope="session")
def installed():
    if "CI" not in os.environ and not site.is_installed():
        pytest.skip("WordPress is not installed. Run: make test-servers")
    with site.running() as running:
        yield running


@pytest.fixture
def wordpress(installed):
    """A WordPress without comments."""
    installed.sql("DELETE FROM wp_comments")
    return installed


@pytest.fixture
def connect(settings, written_release):
    """Connect a site, whose comments are judged by the probabilities in their texts."""
    settings.WEBHOOKS_TO_PRIVATE_NETWORKS = True
    make_policy_version()

    def connect(url, password, username="comity", **fields):
        return connecting.create(
            name="paper", url=url, username=username, password=password, **fields
        )

    return connect


@pytest.fixture
def connection(connect, wordpress):
    return connect(wordpress.url, wordpress.passwords["comity"])
