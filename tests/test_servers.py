import os
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection


def test_the_suite_runs_on_the_database_that_the_environment_names():
    named = os.environ.get("DATABASE_URL", "sqlite")
    assert connection.vendor == ("postgresql" if named.startswith("postgres") else "sqlite")


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgres_is_reached_through_psycopg2():
    with connection.cursor() as cursor:
        drivers = {kind.__module__.split(".")[0] for kind in type(cursor.cursor).mro()}
    assert drivers & {"psycopg", "psycopg2"} == {"psycopg2"}


def test_what_needs_postgres_is_among_what_runs_on_it():
    root = Path(settings.BASE_DIR)
    command = ["make", "--no-print-directory", "--dry-run", "test-postgres"]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    folders = tuple(re.findall(r" (tests/\S+)", told))
    needing = [
        path.relative_to(root).as_posix()
        for path in (root / "tests").rglob("test_*.py")
        if re.search(r"mark\.postgres\b", path.read_text("utf-8"))
    ]
    assert len(needing) > 3
    assert [path for path in needing if not path.startswith(folders)] == []
