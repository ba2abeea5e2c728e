import pytest

from tests.articles.bearer.issuing import OTHER, SECRET


@pytest.fixture(autouse=True)
def paper(settings):
    """A paper with two keys, between which it changes."""
    settings.SSO_KEYS = {"2026": SECRET, "2025": OTHER}
    settings.SSO_BADGES = {"staff": "Staff", "subscriber": "Subscriber"}
    return settings
