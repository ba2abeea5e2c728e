import pytest

from tests.factories import make_article, make_policy_version


@pytest.fixture
def article(written_release):
    make_policy_version()
    return make_article()
