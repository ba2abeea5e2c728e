import pytest

from tests.site import Sites


@pytest.fixture(scope="session")
def sites(tmp_path_factory):
    sites = Sites(tmp_path_factory.mktemp("sites"))
    yield sites
    sites.close()


@pytest.fixture
def site(sites, tmp_path):
    with sites.fresh(tmp_path) as site:
        yield site
