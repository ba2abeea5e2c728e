"""What `/healthz` and the pages say while something is broken, each on the real thing."""

import json
import re
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from articles import limits, posting
from articles.models import Attempts
from moderation.models import ReviewItem
from moderation.services.judging import pending
from tests import servers
from tests.factories import make_article, make_author, make_comment, make_policy_version
from tests.served import served
from tests.site import COMMENTS, Site, connect, wait_until

MODERATOR = """
from django.contrib.auth.models import Group, User
user = User.objects.create_user("mo", password="river-and-stone")
user.groups.set(Group.objects.filter(name="Moderators"))
"""


@contextmanager
def small_disk(megabytes: int):
    """A file system of its own, where any user may go."""
    path = Path(tempfile.mkdtemp(prefix="disk-", dir="/tmp"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=777", "small", str(path)]
    subprocess.run(mount, check=True)
    try:
        yield path
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)
        path.rmdir()


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            pass
    return filler


def signed_in(pages) -> str:
    """The cookie of a moderator's session."""
    answer = pages.post("/accounts/login/", {"username": "mo", "password": "river-and-stone"})
    (session,) = (c for c in answer.headers.get_all("Set-Cookie") if c.startswith("sessionid"))
    return session.partition(";")[0]


def health(pages):
    answer = pages.get("/healthz")
    return answer.status, json.loads(answer.text)


def storage_of(pages, expected: str) -> str:
    """What the heartbeat says about storage, once it tries again."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        _, told = health(pages)
        if told["storage"].startswith(expected):
            return told["status"]
        time.sleep(0.5)
    return told["storage"]


def filled_site(url, folder) -> Site:
    site = Site(url, folder)
    assert site.run("migrate", "-v0").returncode == 0
    site.add_comments(1)
    return site


@pytest.mark.root
@pytest.mark.sqlite
def test_a_full_disk_is_told_and_what_cannot_be_stored_comes_back(sites, tmp_path):
    with small_disk(24) as disk, sites.fresh(disk) as site:
        site.execute(COMMENTS.format(number=1) + MODERATOR)
        with served(tmp_path, DATABASE_URL=site.url) as pages:
            moderator = signed_in(pages)
            card = pages.get("/desk/comments/1/", Cookie=moderator).text
            token = re.search(r'name="version_token" value="([^"]*)"', card)[1]
            assert health(pages)[1]["storage"] == "works"
            filler = fill(disk)
            assert storage_of(pages, "fails: database or disk is full") == "degraded"
            posted = pages.post("/articles/a/comments/", {"name": "Ani", "text": "Calm. " * 500})
            decision = {"action": "approve", "note": "Fine.", "version_token": token}
            decided = pages.post("/desk/comments/1/decide/", decision, Cookie=moderator)
            assert (posted.status, decided.status) == (503, 503)
            assert "Fine.</textarea>" in decided.text
            assert pages.get("/articles/a/").status == 200
            filler.unlink()
            assert storage_of(pages, "works") == "ok"


@pytest.mark.postgres
@pytest.mark.root
def test_a_full_disk_of_postgres_is_told(tmp_path):
    with small_disk(200) as disk, servers.postgres(disk) as url:
        site = filled_site(url, tmp_path)
        with served(tmp_path, DATABASE_URL=url) as pages:
            assert health(pages)[1]["storage"] == "works"
            filler = fill(disk)
            told = storage_of(pages, "fails: could not write to file")
            assert told == "degraded"
            assert pages.get("/articles/a/").status == 200
            filler.unlink()
            assert storage_of(pages, "works") == "ok"
        assert site.count("articles_comment") == 1


@pytest.fixture(scope="module")
def own_server(tmp_path_factory):
    """A site on a PostgreSQL of its own, which may be broken."""
    with servers.postgres() as url:
        yield filled_site(url, tmp_path_factory.mktemp("own"))


@pytest.mark.postgres
def test_a_database_that_hangs_is_told_in_time_and_the_site_recovers(own_server, tmp_path):
    url = own_server.url
    with served(tmp_path, DATABASE_URL=url, DATABASE_STATEMENT_TIMEOUT="3") as pages:
        assert pages.get("/articles/a/").status == 200
        with servers.hanging(url):
            assert within_two_seconds(lambda: pages.get("/healthz").status) == 503
            assert pages.get("/articles/a/").status == 503
            assert within_two_seconds(lambda: pages.get("/articles/a/").status) == 503
        wait_until(lambda: pages.get("/articles/a/").status == 200)
        assert health(pages)[0] == 200


def within_two_seconds(ask):
    """The promise of /healthz, which balancers rely on, and so a limit in seconds."""
    started = time.monotonic()
    answer = ask()
    assert time.monotonic() - started < 2
    return answer


@pytest.mark.postgres
def test_a_statement_that_never_ends_is_ended(own_server, tmp_path):
    limits = {"DATABASE_STATEMENT_TIMEOUT": "2", "DATABASE_LOCK_TIMEOUT": "1"}
    with (
        served(tmp_path, DATABASE_URL=own_server.url, **limits) as pages,
        closing(connect(own_server.url)) as other,
    ):
        other.cursor().execute("LOCK TABLE articles_comment IN ACCESS EXCLUSIVE MODE")
        assert pages.get("/articles/a/").status == 503
        assert "lock timeout" in pages.log()[0]
        other.rollback()
        assert pages.get("/articles/a/").status == 200


AHEAD = timedelta(hours=1)


@pytest.mark.django_db
def test_a_clock_that_was_ahead_keeps_no_reader_waiting(written_release):
    for _ in range(6):
        limits.allows("posting as", "Ani", most=5, within=timedelta(minutes=1))
    Attempts.objects.update(ends_at=timezone.now() + AHEAD)
    assert limits.allows("posting as", "Ani", most=5, within=timedelta(minutes=1))
    assert Attempts.objects.get().ends_at < timezone.now() + timedelta(minutes=1)

    author = make_author()
    for _ in range(5):
        make_comment(author=author, posted_at=timezone.now() + AHEAD)
    posting.post(article=make_article(), author=author, text="On time.")
    edited = make_comment(author=author, edited_at=timezone.now() + AHEAD)
    posting.edit(comment=edited, text="On time again.")


@pytest.mark.django_db
def test_what_was_not_judged_while_the_clock_was_ahead_is_judged(written_release):
    make_policy_version()
    pending.open_case(make_comment())
    ReviewItem.objects.update(unjudged_since=timezone.now() + AHEAD)
    assert pending.judge_overdue() == 1
