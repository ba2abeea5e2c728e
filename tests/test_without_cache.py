"""What a site does while its cache does not answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from moderation.services.clients import api_keys
from moderation.services.desk.sections import sections
from moderation.services.judging import scoring
from tests import addresses
from tests.factories import make_article, make_comment, make_policy_version, make_user
from tests.servers import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_cache(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
        }
    }
    api_keys._log_failure.cache_clear()


@pytest.fixture
def version(written_release):
    return make_policy_version()


def test_every_page_of_the_desk_opens(client, no_cache, version):
    article = make_article(section="Sports")
    comment = make_comment("[personal_attack 0.9]", article=article)
    scoring.score([comment])
    client.force_login(make_user(is_superuser=True))
    found = addresses.of("desk", {"pk": comment.pk})
    codes = {address: client.get(address).status_code for address in found}
    assert {code for code in codes.values() if code >= 500} == set()
    for name in ("queue", "log", "search", "statistics", "runs", "policies", "appeals"):
        assert codes[reverse(f"desk:{name}")] == 200
    page = client.get(reverse("desk:queue")).content.decode()
    assert '<option value="Sports" >Sports</option>' in page
    assert '<option value="personal attacks" >personal attacks</option>' in page


def test_a_new_section_is_offered_at_once(client, db):
    client.force_login(make_user(is_superuser=True))
    client.get(reverse("desk:queue"))
    make_article(section="Culture")
    assert "Culture" in client.get(reverse("desk:queue")).content.decode()


def test_sections_come_once_each_in_order_and_in_one_query(db):
    for section in ("Sports", "", "Culture", "Sports", "Änderungen", "Culture"):
        make_article(section=section)
    with CaptureQueriesContext(connection) as queries:
        found = sections()
    assert sorted(found) == sorted({"Culture", "Sports", "Änderungen"})
    assert len(found) == 3
    assert len(queries) == 1


def test_calls_of_the_api_are_answered_uncounted_and_that_is_logged_once(
    client, no_cache, version, caplog
):
    _, secret = api_keys.issue(name="the paper", calls_per_minute=1)
    call = {"comment": {"text": "Fine."}, "requestedAttributes": {"TOXICITY": {}}}
    answers = [
        client.post(
            f"/v1alpha1/comments:analyze?key={secret}", call, content_type="application/json"
        ).status_code
        for _ in range(3)
    ]
    assert answers == [200] * 3
    own = [r.message for r in caplog.records if r.name == "moderation.services.clients.api_keys"]
    assert set(own) == {"Calls of the scoring API are not counted: ConnectionError in the cache"}
    assert len(own) < len(answers)  # once a minute


def test_health_says_that_the_site_is_degraded(client, no_cache, version):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["cache"] == "fails: API calls are not counted"
    assert "comity_cache_up 0.0" in client.get("/metrics").content.decode()
