"""`rescore` as a process that is killed, refused or misconfigured."""

import os
import re
import shutil
import signal
from pathlib import Path

import pytest

from moderation.classifiers.linear import SHIPPED_RELEASE
from tests.commands.conftest import COMMENTS
from tests.site import wait_until


def kill(process):
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=10)


def stored(site):
    """What a run stores, without ids and times."""
    return {
        "comments": site.rows("SELECT id, status FROM articles_comment ORDER BY id"),
        "scores": site.rows("SELECT comment_id, verdict FROM moderation_score ORDER BY comment_id"),
        "findings": site.rows(
            "SELECT comment_id, clause_id, probability FROM moderation_finding ORDER BY 1, 2"
        ),
        "items": site.rows(
            "SELECT comment_id, status, queue, priority FROM moderation_reviewitem ORDER BY 1, 2"
        ),
    }


@pytest.fixture(scope="module")
def undisturbed(sites, commented, tmp_path_factory):
    """The site after one run that nothing disturbed."""
    with sites.copy(commented, tmp_path_factory.mktemp("undisturbed")) as site:
        assert site.run("rescore").returncode == 0
        yield site


def test_a_run_killed_in_the_middle_loses_and_duplicates_nothing(site_with_comments, undisturbed):
    site = site_with_comments
    run = site.start("rescore", "--batch-size=1")
    wait_until(lambda: site.count("moderation_score") >= 5)
    kill(run)
    assert 5 <= site.count("moderation_score") < COMMENTS
    again = site.run("rescore")
    assert again.returncode == 0, again.stderr
    assert stored(site) == stored(undisturbed)
    assert site.count("moderation_score") == COMMENTS


@pytest.mark.parametrize("options", [["--processes=2"], ["--batch-size=7"]])
def test_however_the_work_is_divided_the_same_is_stored(site_with_comments, undisturbed, options):
    assert site_with_comments.run("rescore", *options, RESCORE_CHUNK="5").returncode == 0
    assert stored(site_with_comments) == stored(undisturbed)


@pytest.mark.postgres
def test_a_connection_cut_in_the_middle_costs_neither_a_comment_nor_a_lease(site_with_comments):
    site = site_with_comments
    run = site.start("rescore", "--batch-size=1", RESCORE_LEASE="600")
    wait_until(lambda: site.count("moderation_score") >= 5)
    site.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    out, err = run.communicate(timeout=120)
    assert run.returncode == 0, out + err
    assert site.count("moderation_score") == COMMENTS


def test_two_runs_at_once_share_the_work(site_with_comments):
    site = site_with_comments
    both = [site.start("rescore", "--batch-size=1", RESCORE_CHUNK="5") for _ in range(2)]
    for run in both:
        out, err = run.communicate(timeout=120)
        assert run.returncode == 0, out + err
    assert site.count("moderation_score") == COMMENTS
    runs = site.rows("SELECT state, examined FROM moderation_rescoringrun ORDER BY id")
    assert sum(examined for _, examined in runs) == COMMENTS
    assert {state for state, _ in runs} == {"finished"}


def test_a_second_run_says_that_all_is_up_to_date(undisturbed):
    before = stored(undisturbed)
    second = undisturbed.run("rescore")
    assert (second.returncode, stored(undisturbed)) == (0, before)
    assert "Every comment is up to date" in second.stdout


def test_a_release_cut_in_half_is_refused_before_anything_is_touched(site_with_comments, tmp_path):
    site = site_with_comments
    before = stored(site)
    half = tmp_path / Path(SHIPPED_RELEASE).name
    whole = Path(SHIPPED_RELEASE).read_bytes()
    half.write_bytes(whole[: len(whole) // 2])
    shutil.copy(Path(SHIPPED_RELEASE).with_suffix(".json"), tmp_path)
    run = site.run("rescore", LINEAR_RELEASE=str(half))
    assert (run.returncode, stored(site)) == (1, before)
    assert f"{half} is damaged" in run.stderr
    assert "Traceback" not in run.stderr


def test_an_unknown_classifier_is_refused_with_the_known_ones(site):
    run = site.run("rescore", CLASSIFIER="parrot")
    assert run.returncode == 1
    assert "There is no classifier 'parrot'" in run.stderr
    assert "Traceback" not in run.stderr


def read_only(site):
    """The address of the site's database for a user who may only read."""
    if site.url.startswith("postgres"):
        return f"{site.url}?options=-c default_transaction_read_only=on"
    for path in site.folder.glob("*.sqlite3"):
        path.chmod(0o444)
    return site.url


def test_without_permission_to_write_it_says_so_and_loses_nothing(site_with_comments):
    site = site_with_comments
    before = stored(site)
    run = site.run("rescore", DATABASE_URL=read_only(site))
    assert (run.returncode, stored(site)) == (1, before)
    assert re.search(
        r"read-?only.*\nCheck that (.* that this user can write|the database)", run.stderr
    )
    assert "Traceback" not in run.stderr
