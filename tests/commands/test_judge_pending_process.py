"""A process is killed between storing a comment and judging it; later ones judge it."""

import json
import signal

import pytest

PREPARE = """
from articles.models import Article
from moderation.classifiers.base import Attribute
from moderation.models import Policy
from moderation.services.policy import drafting
from moderation.services.policy.clause_proposals import ProposedClause
Article.objects.create(slug="a", title="A", body="It happened.")
clause = ProposedClause(Attribute.PERSONAL_ATTACK, "personal attacks")
drafting.publish_text(policy=Policy.objects.create(), text="No personal attacks.", clauses=[clause])
"""
READER = """
from django.test import Client
reader = Client(HTTP_HOST="localhost")
reader.cookies["csrftoken"] = "c" * 32
"""
KILLED = """
import os, signal
from django.db import transaction
from articles.signals import comment_stored
def die(**_):
    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
comment_stored.connect(die)
"""
POST = """
given = {"name": "Ani", "text": TEXT, "confirmed": "on",
         "submission": "7b7d1c1e-7a5b-4f3c-9a51-0c7d1ce1a001"}
answer = reader.post("/articles/a/comments/", given, follow=True)
print(answer.content.decode())
"""
EDIT = """
from articles.models import Author
session = reader.session
session["author_id"] = Author.objects.get().pk
session.save()
given = {"text": TEXT, "confirmed": "on"}
answer = reader.post("/comments/1/edit/", given, follow=True)
print(answer.content.decode())
"""
MINUTES_LATER = """
from datetime import timedelta
from django.db.models import F
from moderation.models import ReviewItem
long = timedelta(minutes=5)
ReviewItem.objects.update(
    opened_at=F("opened_at") - long, unjudged_since=F("unjudged_since") - long
)
"""
NOW = """
from django.utils import timezone
from moderation.models import ReviewItem
now = timezone.now()
ReviewItem.objects.update(opened_at=now, unjudged_since=now)
"""
HEALTH = """
from django.test import Client
print(Client(HTTP_HOST="localhost").get("/healthz").content.decode())
"""
CALM, VILE = "A calm remark.", "You are an idiot."
PUBLISHED, WAITING = "is published", "is waiting for review"


JUDGE_PENDING = """
from django.core.management import call_command
call_command("judge_pending")
"""


class Processes:
    """Runs code as a process of the site; what it printed, or the signal that ended it."""

    def __init__(self, site):
        self.site = site

    def __call__(self, *code, text=CALM, **environment):
        script = "\n".join((f"TEXT = {text!r}", *code))
        done = self.site.run("shell", "-v0", "-c", script, DEMO="true", **environment)
        if done.returncode < 0:
            return signal.Signals(-done.returncode)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def prepared(sites, tmp_path_factory):
    """A site with an article and a policy."""
    with sites.fresh(tmp_path_factory.mktemp("prepared")) as site:
        Processes(site)(PREPARE)
        yield site


@pytest.fixture(scope="module")
def unjudged(sites, prepared, tmp_path_factory):
    """A site with a calm comment whose process was killed before judging it."""
    with sites.copy(prepared, tmp_path_factory.mktemp("unjudged")) as site:
        assert Processes(site)(READER, KILLED, POST) == signal.SIGKILL
        yield site


@pytest.fixture
def site(request, sites, tmp_path):
    """A copy of the site that the test asks for, else of the prepared one."""
    source = "unjudged" if "unjudged" in request.fixturenames else "prepared"
    with sites.copy(request.getfixturevalue(source), tmp_path) as site:
        yield site


@pytest.fixture
def run(site):
    return Processes(site)


def comments(site):
    return site.rows("SELECT text, status FROM articles_comment")


def cases(site):
    return site.rows("SELECT queue, status FROM moderation_reviewitem")


def numbers(site):
    return site.count("moderation_score"), site.count("moderation_origin")


def test_sending_an_unjudged_comment_again_has_it_judged_and_publishes_a_calm_one(
    unjudged, site, run
):
    assert (comments(site), cases(site)) == ([(CALM, "held")], [("not_scored", "open")])
    assert numbers(site) == (0, 1)
    assert PUBLISHED in run(READER, POST)
    assert (numbers(site), cases(site)) == ((1, 1), [])


def test_sending_an_unjudged_attack_again_has_it_judged_and_wait_for_review(site, run):
    assert run(READER, KILLED, POST, text=VILE) == signal.SIGKILL
    assert (comments(site), cases(site)) == ([(VILE, "held")], [("not_scored", "open")])
    assert numbers(site) == (0, 1)
    assert WAITING in run(READER, POST, text=VILE)
    assert (numbers(site), cases(site)) == ((1, 1), [("needs_review", "open")])


def test_minutes_later_health_reports_it_until_the_job_has_judged_it(unjudged, site, run):
    now, later = map(json.loads, run(NOW, HEALTH, MINUTES_LATER, HEALTH).splitlines())
    assert (now["status"], later["status"], later["comments_not_judged"]) == ("ok", "degraded", 1)
    assert site.run("judge_pending").stdout == "Judged: 1\n"
    assert json.loads(run(HEALTH))["status"] == "ok"
    assert (comments(site), cases(site)) == ([(CALM, "published")], [])


def test_an_unjudged_edit_is_judged_when_it_is_sent_again_or_by_the_job(site, run):
    run(READER, POST, text="First words.")
    assert run(READER, KILLED, EDIT, text=VILE) == signal.SIGKILL
    assert (comments(site), cases(site)) == ([(VILE, "held")], [("not_scored", "open")])
    assert WAITING in run(READER, EDIT, text=VILE)
    assert (cases(site), numbers(site)) == ([("needs_review", "open")], (1, 1))
    # The job finds the next one.
    assert run(READER, KILLED, EDIT, text=CALM) == signal.SIGKILL
    assert cases(site) == [("not_scored", "open")]
    assert run(MINUTES_LATER, JUDGE_PENDING) == "Judged: 1\n"
    assert (comments(site), cases(site)) == ([(CALM, "published")], [("not_scored", "closed")])


def test_without_a_classifier_the_comment_waits_for_moderators_and_the_next_run(
    unjudged, site, run
):
    assert run(MINUTES_LATER, JUDGE_PENDING, LINEAR_RELEASE="/nowhere") == "Judged: 1\n"
    assert (comments(site), cases(site)) == ([(CALM, "held")], [("not_scored", "open")])
    assert site.run("rescore").returncode == 0
    assert (comments(site), cases(site)) == ([(CALM, "published")], [("not_scored", "closed")])
