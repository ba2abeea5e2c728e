"""`rescore --celery` with a real broker and real workers, which are killed or disconnected."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import pytest

from tests import servers
from tests.site import ROOT, wait_until

# Many machines share a run only where they share a database server.
pytestmark = pytest.mark.postgres

COMMENTS = 400
CHUNKS = {"RESCORE_LEASE": "2", "RESCORE_CHUNK": "20"}
# A busy machine takes long to start a broker.
PATIENT = {"RESCORE_LEASE": "10"}

SERVERS = {"redis": servers.redis, "rabbitmq": servers.rabbitmq}
PROGRAMS = {"redis": "redis-server", "rabbitmq": "rabbitmq-server"}


@pytest.fixture(params=SERVERS)
def kind(request):
    """A kind of broker.  Never skipped in continuous integration."""
    if "CI" not in os.environ and not servers.is_installed(PROGRAMS[request.param]):
        pytest.skip(f"needs {PROGRAMS[request.param]}, which only an administrator can install")
    return request.param


@pytest.fixture
def broker(kind):
    with SERVERS[kind]() as url:
        yield url


@pytest.fixture
def port():
    return servers.free_port()


def address(kind, port):
    """The address of a broker that is not started yet."""
    if kind == "redis":
        return f"redis://127.0.0.1:{port}/0"
    return f"amqp://guest:guest@127.0.0.1:{port}//"


@contextmanager
def worker(site, broker, **settings):
    """A Celery worker of one process in a process group of its own."""
    log = (site.folder / f"worker-{time.monotonic_ns()}.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "1", "-l", "WARNING",
         "--without-gossip", "--without-mingle"],
        cwd=ROOT,
        env={
            **os.environ,
            **CHUNKS,
            **settings,
            "DATABASE_URL": site.url,
            "CELERY_BROKER_URL": broker,
        },
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        kill(process)
        log.close()


def kill(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)


def start(site, broker, **settings):
    return site.start("rescore", "--celery", CELERY_BROKER_URL=broker, **{**CHUNKS, **settings})


def finish(run):
    out, err = run.communicate(timeout=120)
    assert run.returncode == 0, out + err
    return out


def assert_each_comment_was_done_once(site):
    assert site.count("moderation_score") == COMMENTS
    runs = site.rows("SELECT state, examined FROM moderation_rescoringrun")
    assert {state for state, _ in runs} == {"finished"}
    assert sum(examined for _, examined in runs) == COMMENTS
    twice = "SELECT comment_id FROM {} GROUP BY comment_id HAVING count(*) > 1"
    for table in ("moderation_score", "moderation_finding", "moderation_reviewitem"):
        assert site.rows(twice.format(table)) == []


def test_workers_do_the_run_and_the_command_shows_the_result(site, broker):
    site.add_comments(COMMENTS)
    with worker(site, broker), worker(site, broker):
        assert f"{COMMENTS} comments scored" in finish(start(site, broker))
    assert_each_comment_was_done_once(site)


def test_a_worker_killed_in_the_middle_loses_and_duplicates_nothing(site, broker):
    site.add_comments(COMMENTS)
    with worker(site, broker) as victim:
        run = start(site, broker)
        wait_until(lambda: site.count("moderation_score") > 0)
        kill(victim)
        assert site.count("moderation_score") < COMMENTS
    with worker(site, broker):
        finish(run)
    assert_each_comment_was_done_once(site)


@pytest.mark.parametrize("kind", ["redis"], indirect=True)
def test_a_command_killed_in_the_middle_is_run_again(site, broker):
    site.add_comments(COMMENTS)
    with worker(site, broker):
        run = start(site, broker)
        wait_until(lambda: site.count("moderation_score") > 0)
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        finish(start(site, broker))
    assert_each_comment_was_done_once(site)


@pytest.mark.parametrize("kind", ["redis"], indirect=True)
def test_a_broker_that_was_restarted_and_lost_its_messages_loses_no_comment(site, kind, port):
    site.add_comments(COMMENTS)
    broker = address(kind, port)
    with SERVERS[kind](port), worker(site, broker):
        run = start(site, broker)
        wait_until(lambda: site.count("moderation_score") > 0)
    with SERVERS[kind](port), worker(site, broker):
        finish(run)
    assert_each_comment_was_done_once(site)


@pytest.mark.parametrize("kind", ["rabbitmq"], indirect=True)
def test_a_broker_restarted_under_its_worker_goes_on_with_its_messages(site, kind, port, tmp_path):
    site.add_comments(COMMENTS)
    broker, data = address(kind, port), tmp_path / "messages"
    with ExitStack() as stack:
        with servers.rabbitmq(port, data):
            stack.enter_context(worker(site, broker, **PATIENT))
            run = start(site, broker, **PATIENT)
            wait_until(lambda: site.count("moderation_score") > 0)
        stack.enter_context(servers.rabbitmq(port, data))
        finish(run)
    assert_each_comment_was_done_once(site)


def test_without_a_broker_the_command_waits_for_it(site, kind, port):
    site.add_comments(COMMENTS)
    broker = address(kind, port)
    run = start(site, broker, **PATIENT)
    wait_until(lambda: site.count("moderation_rescoringchunk") > 0)
    with SERVERS[kind](port), worker(site, broker, **PATIENT):
        finish(run)
    assert_each_comment_was_done_once(site)


@pytest.mark.postgres
@pytest.mark.parametrize("kind", ["redis"], indirect=True)
def test_database_connections_cut_in_the_middle_lose_and_duplicate_nothing(site, broker):
    site.add_comments(COMMENTS)
    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with worker(site, broker):
        run = start(site, broker)
        wait_until(lambda: site.count("moderation_score") > 0)
        assert len(site.rows(cut)) > 0
        finish(run)
    assert_each_comment_was_done_once(site)
