import json
import logging
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from articles.models import Author, Comment, EmailProof
from moderation.models import Notice, Notification, ReviewItem
from moderation.services.clients import api_keys
from moderation.services.judging import pending, scoring
from moderation.services.nightly import starting
from moderation.services.nightly.working import Worker
from tests.factories import make_author, make_comment, make_policy_version, make_review_item

pytestmark = pytest.mark.django_db

STATUSES = (Comment.Status.HELD, Comment.Status.PUBLISHED, Comment.Status.PUBLISHED)


@pytest.fixture
def version(written_release):
    return make_policy_version()


def metrics(client, **headers):
    families = text_string_to_metric_families(client.get("/metrics", **headers).content.decode())
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_a_site_that_was_never_rescored_is_behind_by_all_its_comments(version, client):
    make_comment()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["last_run"]) == ("ok", None)
    assert answer.json()["comments_behind"] == 1


def test_after_a_run_nothing_is_behind(version, client):
    make_comment()
    Worker().work(starting.begin())
    answer = client.get("/healthz").json()
    assert (answer["comments_behind"], answer["last_run"]["examined"]) == (0, 1)
    assert answer["last_run"]["release"] == "written-first"


def test_a_new_policy_version_puts_every_comment_behind(version, client):
    make_comment()
    Worker().work(starting.begin())
    make_policy_version()
    assert client.get("/healthz").json()["comments_behind"] == 1


def test_comments_that_could_not_be_scored_degrade_the_site(version, client):
    scoring.score([make_comment("[broken]")])
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["comments_not_scored"] == 1


@pytest.mark.parametrize(("minutes", "status"), [(30, "ok"), (61, "degraded")])
def test_letters_that_nobody_sends_degrade_the_site(version, client, settings, minutes, status):
    comment = make_comment("[personal_attack 0.9]", author=make_author(email="ani@example.org"))
    scoring.score([comment])
    Notice.objects.update(created_at=timezone.now() - timedelta(minutes=minutes))
    settings.EMAIL_BACKEND = "moderation.services.readers.printing.EmailBackend"
    answer = client.get("/healthz").json()
    assert (answer["status"], answer["mail"]) == (status, "lacks EMAIL_URL")
    assert answer["oldest_letter_seconds"] // 60 == minutes
    assert metrics(client)["comity_oldest_letter_seconds",] // 60 == minutes
    settings.DEMO = True
    assert client.get("/healthz").json()["status"] == "ok"


def test_links_and_replies_that_nobody_sends_degrade_the_site_too(version, client):
    now, hours = timezone.now(), timedelta(hours=1)
    reader = make_author(email_confirmed_at=now)
    held, shown, told = (make_comment(author=make_author(), status=s) for s in STATUSES)
    Notification.objects.create(author=reader, comment=held, created_at=now - 40 * hours)
    reply = Notification.objects.create(author=reader, comment=shown, created_at=now - 3 * hours)
    Notification.objects.create(author=reader, comment=told, emailed_at=now - 40 * hours)
    assert client.get("/healthz").json()["oldest_letter_seconds"] // 60 == 120
    reader.mailing = Author.Mailing.DAILY
    reader.save()
    assert client.get("/healthz").json()["oldest_letter_seconds"] == 0
    Notification.objects.filter(pk=reply.pk).update(created_at=now - 27 * hours)
    assert client.get("/healthz").json()["oldest_letter_seconds"] // 60 == 180
    EmailProof.objects.create(author=reader, email="a@example.org", asked_at=now - 4 * hours)
    answer = client.get("/healthz").json()
    assert (answer["status"], answer["oldest_letter_seconds"] // 60) == ("degraded", 240)


def test_comments_that_wait_for_minutes_to_be_judged_degrade_the_site(version, client):
    waiting = [make_comment(), make_comment()]
    for comment in waiting:
        pending.open_case(comment)
    answer = client.get("/healthz").json()
    assert (answer["status"], answer["comments_not_judged"]) == ("ok", 0)
    ReviewItem.objects.update(unjudged_since=timezone.now() - timedelta(minutes=4))
    answer = client.get("/healthz").json()
    assert (answer["status"], answer["comments_not_judged"]) == ("degraded", 2)
    assert answer["comments_not_scored"] == 0
    assert metrics(client)["comity_comments_not_judged",] == 2.0
    pending.judge_overdue()
    answer = client.get("/healthz").json()
    assert (answer["status"], answer["comments_not_judged"]) == ("ok", 0)


def test_a_failing_classifier_degrades_the_site(settings, client):
    settings.CLASSIFIER = "parrot"
    answer = client.get("/healthz").json()
    assert (answer["status"], answer["classifier"]) == ("degraded", "fails: new comments are held")


def test_a_database_that_does_not_answer_fails_the_site(client):
    def refuse(*_):
        raise OperationalError

    with connection.execute_wrapper(refuse):
        assert client.get("/healthz").status_code == 503
        assert metrics(client) == {("comity_up",): 0.0}


def test_metrics_tell_of_runs_and_queues(version, client):
    make_comment()
    Worker().work(starting.begin())
    make_review_item(opened_at=timezone.now() - timedelta(hours=1))
    found = metrics(client)
    assert found["comity_up",] == found["comity_classifier_up",] == 1.0
    assert found["comity_last_run_comments",] == 1.0
    assert found["comity_last_run_drift",] == 0.0
    assert found["comity_oldest_case_seconds", ReviewItem.Queue.NEEDS_REVIEW] >= 3600
    assert ("comity_oldest_case_seconds", ReviewItem.Queue.APPEALS) not in found


def test_metrics_ask_for_the_token_where_one_is_set(settings, client):
    settings.METRICS_TOKEN = "open sesame"
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer sesame").status_code == 401
    assert metrics(client, HTTP_AUTHORIZATION="Bearer open sesame")["comity_up",] == 1.0


def test_a_heartbeat_costs_the_same_queries_with_three_comments_as_with_one(version, client):
    client.get("/healthz")  # tries whether anything can be stored, as the next ones do not
    assert queries_of_a_heartbeat(client, comments=1) == queries_of_a_heartbeat(client, comments=2)


def queries_of_a_heartbeat(client, *, comments):
    for _ in range(comments):
        make_comment()
    with CaptureQueriesContext(connection) as queries:
        client.get("/healthz")
    return len(queries)


def test_no_log_line_holds_the_text_of_a_comment(version, caplog):
    caplog.set_level(logging.DEBUG)
    scoring.score([make_comment("My secret [broken]"), make_comment("Fine, and secret.")])
    lines = [json.dumps(record.__dict__, default=str) for record in caplog.records]
    own = [line for line in lines if '"name": "moderation' in line]
    assert len(own) == 1
    assert [line for line in own if "secret" in line] == []


def test_a_balancer_may_ask_the_process_itself(version, client, settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["comments.example.org"], True
    for address in ("/healthz", "/metrics"):
        assert client.get(address, HTTP_HOST="10.0.0.7:8000").status_code == 200
    assert client.get("/accounts/login/", HTTP_HOST="10.0.0.7:8000").status_code == 400


def test_a_proxy_that_does_not_tell_http_from_https_is_named(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    named = client.get("/accounts/login/")
    assert (named.status_code, "X-Forwarded-Proto" in named.content.decode()) == (502, True)
    assert client.get("/accounts/login/", HTTP_X_FORWARDED_PROTO="http").status_code == 301
    assert client.get("/accounts/login/", HTTP_X_FORWARDED_PROTO="https").status_code == 200


def test_calls_of_both_apis_are_counted_by_client(version, client):
    _, secret = api_keys.issue(name="the paper", calls_per_minute=2)
    for key in (secret, "unknown"):
        client.post(f"/v1alpha1/comments:analyze?key={key}", {}, content_type="application/json")
    for _ in range(2):
        client.get("/api/v1/queues", headers={"Authorization": f"Bearer {secret}"})
    calls = {labels: n for labels, n in metrics(client).items() if "api_calls_total" in labels[0]}
    assert calls == {
        ("comity_api_calls_total", "the paper", "accepted"): 1.0,
        ("comity_api_calls_total", "the paper", "refused"): 1.0,
        ("comity_api_calls_total", "the paper", "over_quota"): 1.0,
        ("comity_api_calls_total", "(unknown key)", "refused"): 1.0,
    }
