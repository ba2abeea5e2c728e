"""A site that is brought up to date: its database, and the processes that run meanwhile."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings

from tests.served import served

# The chain that the initial migrations replaced.
FORMER = {
    "articles": (
        "0001_initial",
        "0002_featured_comments",
        "0003_comment_submission",
        "0004_article_source",
        "0005_names_of_comments",
        "0006_limits_and_erasure",
        "0007_names_of_accounts",
        "0008_wording",
    ),
    "moderation": (
        "0001_initial",
        "0002_decisions_are_append_only",
        "0003_queues_and_actions",
        "0004_closed_case",
        "0005_notices_and_appeals",
        "0006_reports",
        "0007_saved_views_and_preferences",
        "0008_search_index",
        "0009_clause_rules_and_precautions",
        "0010_rescoring_runs",
        "0011_reach_of_blocks",
        "0012_second_opinion",
        "0013_scores_keep_their_pages",
        "0014_scores_trust_the_lock",
        "0015_keys_of_other_systems",
        "0016_unjudged_cases",
        "0017_letters_passed_over",
        "0018_constraint_messages_and_answers",
        "0019_findings_about_names",
        "0020_reasons_of_findings",
        "0021_word_lists_are_checked",
        "0022_wording",
    ),
}


def manage(path, *arguments):
    return subprocess.run(  # noqa: S603 -- our own manage.py
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{path}"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def schema(path):
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
        return rows.fetchall()


def turn_back(path):
    """Make of a new database what the former chain left."""
    with sqlite3.connect(path) as database:
        for table in ("moderation_rescoringrun", "moderation_rescoringchunk"):
            database.execute(f"ALTER TABLE {table} RENAME COLUMN summary TO tally")
        for app, names in FORMER.items():
            database.execute("DELETE FROM django_migrations WHERE app = ?", [app])
            database.executemany(
                "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2026-11-01')",
                [(app, name) for name in names],
            )


@pytest.mark.sqlite
def test_a_database_of_the_former_chain_gets_the_schema_of_a_new_one(sites, tmp_path):
    new, former = sites.template.database, tmp_path / "former.sqlite3"
    manage(former, "migrate", "moderation", "0003_run_summaries", "-v0")
    turn_back(former)
    assert schema(former) != schema(new)
    manage(former, "migrate", "-v0")
    assert schema(former) == schema(new)
    assert "[ ]" not in manage(former, "showmigrations")


def test_a_process_that_was_not_restarted_yet_goes_on_judging(sites, tmp_path):
    with (
        sites.fresh(tmp_path) as site,
        served(tmp_path, DATABASE_URL=site.url, CLASSIFIER="linear") as before,
    ):
        site.add_comments(1)
        assert site.run("migrate", "-v0", CLASSIFIER="standard").returncode == 0
        before.post("/articles/a/comments/", {"name": "Ani", "text": "Be calm, again."})
        told = json.loads(before.get("/healthz").text)
    assert site.rows("SELECT status FROM articles_comment WHERE text = 'Be calm, again.'") == [
        ("published",)
    ]
    assert told["status"] == "degraded"
    assert told["classifier"].endswith(" is retired; restart this process")
