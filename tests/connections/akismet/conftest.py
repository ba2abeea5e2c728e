import pytest

from articles.models import Comment
from moderation.services.connections.akismet import spam_checks
from tests.connections.akismet.stand_in import KEY, akismet
from tests.factories import make_article, make_policy_version


@pytest.fixture(scope="session")
def _stand_in():
    with akismet() as stand_in:
        yield stand_in


@pytest.fixture
def stand_in(_stand_in, settings, written_release):
    settings.AKISMET_KEY = KEY
    settings.AKISMET_URL = _stand_in.address
    settings.SITE_URL = "https://comments.example"
    settings.WEBHOOKS_TO_PRIVATE_NETWORKS = True
    _stand_in.mood = ""
    _stand_in.asked.clear()
    spam_checks.pause.ends_at = 0.0
    make_policy_version()
    make_article(slug="a")
    return _stand_in


@pytest.fixture
def post(client):
    """Post a comment as a reader's browser does; gives it as it is stored."""

    def post(text, **fields):
        given = {"name": "Zoë", "email": "zoe@example.org", "text": text, **fields}
        headers = {"User-Agent": "Firefox/140", "Referer": "https://paper.example/a"}
        client.post("/articles/a/comments/", given, headers=headers)
        return Comment.objects.get(text=text)

    return post
