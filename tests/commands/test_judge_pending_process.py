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
HEALTH = """
from django.test import Client
print(Client(HTTP_HOST="localhost").get("/healthz").content.decode())
"""
CALM, VILE = "A calm remark.", "You are an idiot."
PUBLISHED, WAITING = "is published", "is waiting for review"


@pytest.fixture
def run(site):
    """Run code as a process of the site; what it printed, or the signal that ended it."""

    def run(*code, text=CALM):
        script = "\n".join((f"TEXT = {text!r}", *code))
        done = site.run("shell", "-v0", "-c", script, DEMO="true")
        if done.returncode < 0:
            return signal.Signals(-done.returncode)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(PREPARE)
    return run


def comments(site):
    return site.rows("SELECT text, status FROM articles_comment")


def cases(site):
    return site.rows("SELECT queue, status FROM moderation_reviewitem")


def numbers(site):
    return site.count("moderation_score"), site.count("moderation_origin")


@pytest.mark.parametrize(("text", "told"), [(CALM, PUBLISHED), (VILE, WAITING)])
def test_sending_an_unjudged_comment_again_has_it_judged_and_shows_the_outcome(
    site, run, text, told
):
    assert run(READER, KILLED, POST, text=text) == signal.SIGKILL
    assert (comments(site), cases(site)) == ([(text, "held")], [("not_scored", "open")])
    assert numbers(site) == (0, 1)
    assert told in run(READER, POST, text=text)
    assert numbers(site) == (1, 1)
    assert cases(site) == ([] if text == CALM else [("needs_review", "open")])


def test_minutes_later_health_reports_it_until_the_job_has_judged_it(site, run):
    run(READER, KILLED, POST)
    now, later = map(json.loads, run(HEALTH, MINUTES_LATER, HEALTH).splitlines())
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
    run(MINUTES_LATER)
    assert site.run("judge_pending").stdout == "Judged: 1\n"
    assert (comments(site), cases(site)) == ([(CALM, "published")], [("not_scored", "closed")])


def test_without_a_classifier_the_comment_waits_for_moderators_and_the_next_run(site, run):
    run(READER, KILLED, POST)
    run(MINUTES_LATER)
    assert site.run("judge_pending", LINEAR_RELEASE="/nowhere").stdout == "Judged: 1\n"
    assert (comments(site), cases(site)) == ([(CALM, "held")], [("not_scored", "open")])
    assert site.run("rescore").returncode == 0
    assert (comments(site), cases(site)) == ([(CALM, "published")], [("not_scored", "closed")])
