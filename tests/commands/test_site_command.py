import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories import make_comment, make_policy_version


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py as an operator does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "SECRET_KEY": "only-for-tests-and-known-to-everybody", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.django_db
@pytest.mark.sqlite
def test_a_read_only_database_ends_a_command_without_a_traceback():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            with pytest.raises(
                CommandError, match=r"readonly database\nCheck that this user can write"
            ):
                call_command("load_seeds")
        finally:
            cursor.execute("PRAGMA query_only = OFF")


def test_a_database_that_cannot_be_created_is_named_with_the_next_step(tmp_path):
    path = tmp_path / "missing" / "site.sqlite3"
    done = manage("load_seeds", DATABASE_URL=f"sqlite:///{path}")
    assert done.returncode == 1
    assert f"Check that this user can write to {path} and its folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreachable_database_is_named_with_the_next_step():
    done = manage("load_seeds", DATABASE_URL="postgres://nobody@127.0.0.1:1/comity")
    assert done.returncode == 1
    assert "Check that the database 'comity' of DATABASE_URL is running" in done.stderr
    assert "Traceback" not in done.stderr


FULL = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE disk_full USING MESSAGE = 'No space left on device'; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON moderation_score EXECUTE FUNCTION refuse();
"""


@pytest.mark.django_db
@pytest.mark.postgres
def test_a_full_disk_of_the_database_is_named_as_the_cause(written_release):
    make_policy_version()
    comment = make_comment()
    with connection.cursor() as cursor:
        cursor.execute(FULL)
    with pytest.raises(CommandError, match=r"(?s)No space left on device.*Free some disk space"):
        call_command("rescore")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER refuse ON moderation_score")
    call_command("rescore")
    assert comment.scores.count() == 1
