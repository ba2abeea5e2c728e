import pytest

from tests.factories import make_policy_version


@pytest.fixture
def version(written_release):
    return make_policy_version()


@pytest.fixture
def small_chunks(settings):
    settings.RESCORE_CHUNK = 2
