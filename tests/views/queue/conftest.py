"""A moderator who is signed in."""

import pytest

from tests.factories import (
    make_moderator,
)


@pytest.fixture
def desk(client):
    client.force_login(make_moderator())
    return client
