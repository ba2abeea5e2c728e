"""A site whose policy and classifier judge what comes in."""

import pytest

from tests.factories import (
    make_policy_version,
)


@pytest.fixture(autouse=True)
def version(written_release):
    return make_policy_version()
