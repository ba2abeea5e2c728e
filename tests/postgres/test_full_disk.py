"""A command whose database has no space left."""

import re

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from config import command_line
from tests.factories import make_comment, make_policy_version

FULL = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE disk_full USING MESSAGE = 'No space left on device'; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON moderation_score EXECUTE FUNCTION refuse();
"""


@pytest.mark.django_db
def test_a_full_disk_of_the_database_is_named_as_the_cause(written_release):
    make_policy_version()
    comment = make_comment()
    with connection.cursor() as cursor:
        cursor.execute(FULL)
    with pytest.raises(OperationalError) as full:
        call_command("rescore")
    told = command_line.explained(full.value)
    assert re.fullmatch(r"No space left on device\n(.*\n)*Free some disk space .*", told)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER refuse ON moderation_score")
    call_command("rescore")
    assert comment.scores.count() == 1
