import os

import pytest
from django.db import connection


def test_the_suite_runs_on_the_database_that_the_environment_names():
    named = os.environ.get("DATABASE_URL", "sqlite")
    assert connection.vendor == ("postgresql" if named.startswith("postgres") else "sqlite")


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgres_is_reached_through_psycopg2():
    with connection.cursor() as cursor:
        assert type(cursor.cursor).__module__.split(".")[0] == "psycopg2"
