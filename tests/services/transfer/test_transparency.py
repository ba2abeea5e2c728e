import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision, Notice
from moderation.services.decisions import blocking, deciding, reporting
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import scoring
from moderation.services.transfer import tables, transparency
from tests.factories import make_author, make_comment, make_moderator, make_policy_version

pytestmark = pytest.mark.django_db

ATTACK = "Name him: [personal_attack 0.9]"
NOW = timezone.now()
ALL = {"since": NOW - timedelta(days=1), "until": NOW + timedelta(days=1)}


@pytest.fixture
def removed(written_release):
    """A comment that the classifier held and a person removed."""
    version = make_policy_version()
    comment = make_comment(ATTACK, author=make_author(name="Ani Private"))
    scoring.score([comment])
    comment.refresh_from_db()
    deciding.decide(
        comment=comment,
        moderator=make_moderator(username="mod"),
        action=Decision.Action.REMOVE,
        version_token=version_token_of(comment),
        clause=version.clauses.get(attribute="personal_attack"),
    )
    return comment


def test_a_removal_has_the_fields_of_the_database(removed, settings):
    settings.SITE_URL = "https://paper.example"
    held, statement = transparency.statements(**ALL)
    notice = Notice.objects.get(kind=Notice.Kind.REMOVED)
    assert held["decision_visibility"] == "DECISION_VISIBILITY_CONTENT_DISABLED"
    assert held["automated_decision"] == "AUTOMATED_DECISION_PARTIALLY"
    today = notice.created_at.date().isoformat()
    assert statement == {
        "puid": f"notice-{notice.pk}",
        "decision_visibility": "DECISION_VISIBILITY_CONTENT_REMOVED",
        "decision_visibility_other": "",
        "decision_account": "",
        "account_type": "",
        "end_date_account_restriction": "",
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "decision_ground_reference_url": (
            f"https://paper.example/policies/{notice.policy_version.policy_id}/versions/1/"
            "#rule-personal-attacks"
        ),
        "incompatible_content_ground": "personal attacks",
        "incompatible_content_explanation": (
            "A reader's comment breaks this rule: “personal attacks”."
        ),
        "incompatible_content_illegal": "No",
        "category": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
        "content_type": "CONTENT_TYPE_TEXT",
        "content_date": removed.posted_at.date().isoformat(),
        "application_date": today,
        "decision_facts": (
            "Your comment was removed. The classifier pointed it out. A person decided."
        ),
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": "Yes",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
    }


def test_no_name_and_no_word_of_the_comment_is_handed_on(removed):
    written = "".join(tables.lines(transparency.statements(**ALL), "jsonl"))
    assert "Ani" not in written
    assert "Name him" not in written
    assert "[personal_attack 0.9]" not in written


def test_a_report_before_the_removal_is_its_source(written_release):
    make_policy_version()
    comment = make_comment(status=Comment.Status.PUBLISHED)
    reporting.report(comment=comment, reporter="ani", network="here")
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.REMOVE,
        version_token=version_token_of(comment),
    )
    (statement,) = transparency.statements(**ALL)
    assert statement["source_type"] == "SOURCE_TYPE_OTHER_NOTIFICATION"
    assert statement["automated_detection"] == "No"


@pytest.mark.parametrize(
    ("until", "account", "end"),
    [
        (NOW + timedelta(days=7), "DECISION_ACCOUNT_SUSPENDED", NOW + timedelta(days=7)),
        (None, "DECISION_ACCOUNT_TERMINATED", None),
    ],
)
def test_a_block_is_a_decision_about_the_account(until, account, end):
    blocking.block(author=make_author(), reason="Attacks", until=until, blocked_by=None)
    (statement,) = transparency.statements(**ALL)
    assert statement["decision_account"] == account
    assert statement["end_date_account_restriction"] == (end.date().isoformat() if end else "")


def test_only_the_days_asked_for_are_exported(removed):
    Notice.objects.update(created_at=NOW - timedelta(days=40))
    assert list(transparency.statements(**ALL)) == []


def test_decisions_are_exported_as_they_stand_in_the_log(removed):
    (row,) = transparency.decisions(**ALL)
    assert (row["action"], row["clause"], row["moderator"]) == ("remove", "personal attacks", "mod")
    assert (row["status_before"], row["status_after"]) == ("held", "removed")


def test_the_command_writes_a_csv_that_reads_back(removed, tmp_path):
    file = tmp_path / "statements.csv"
    call_command("export_statements", output=file)
    with file.open() as written:
        rows = list(csv.DictReader(written))
    assert [row["decision_visibility"] for row in rows] == [
        "DECISION_VISIBILITY_CONTENT_DISABLED",
        "DECISION_VISIBILITY_CONTENT_REMOVED",
    ]


def test_a_file_that_cannot_be_written_is_a_clear_error(removed, tmp_path):
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("export_statements", output=tmp_path / "missing" / "x.csv")


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless():
    (_, line) = tables.lines([{"a": "=1+1", "b": 2}], "csv")
    assert next(csv.reader(StringIO(line))) == ["'=1+1", "2"]


def test_json_lines_keep_every_value():
    (line,) = tables.lines([{"a": "=1+1", "b": "Ա\n"}], "jsonl")
    assert json.loads(line) == {"a": "=1+1", "b": "Ա\n"}
