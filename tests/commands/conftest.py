import pytest

COMMENTS = 60


@pytest.fixture
def site(sites, tmp_path):
    with sites.fresh(tmp_path) as site:
        yield site


@pytest.fixture(scope="session")
def commented(sites, tmp_path_factory):
    """A site with comments that nothing has scored; tests change copies of it."""
    with sites.fresh(tmp_path_factory.mktemp("commented")) as site:
        site.add_comments(COMMENTS)
        yield site


@pytest.fixture
def site_with_comments(sites, commented, tmp_path):
    with sites.copy(commented, tmp_path) as site:
        yield site
