import json

import pytest
from django.core.management import CommandError, call_command

from articles.models import Comment
from tests.archives.test_readers import wxr

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "paper.xml"
    path.write_text(wxr({}, {"id": 2, "date": "1066-10-14 09:00:00"}))
    return path


def test_an_import_says_what_it_did_and_what_it_could_not_read(archive, tmp_path, capsys):
    report = tmp_path / "report.jsonl"
    call_command("import_comments", "wordpress", archive, report=report)
    out, err = capsys.readouterr()
    assert "articles: 1\n" in out
    assert "comments: 1\n" in out
    assert "unreadable: 1\n" in out
    assert "comment 2: the date 1066-10-14 09:00:00 is out of range" in err
    assert json.loads(report.read_text())["where"] == "comment 2"
    assert Comment.objects.get().source_id == "wordpress:1"


def test_a_dry_run_stores_nothing(archive, capsys):
    call_command("import_comments", "wordpress", archive, dry_run=True)
    assert "ArchivedComment: 1\n" in capsys.readouterr().out
    assert not Comment.objects.exists()


def test_a_missing_file_is_named_before_anything_is_read(archive, tmp_path):
    with pytest.raises(CommandError, match="Cannot open"):
        call_command("import_comments", "wordpress", archive, tmp_path / "gone.xml")
    assert not Comment.objects.exists()


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_an_export_is_written_to_a_file(archive, tmp_path, form, capsys):
    call_command("import_comments", "wordpress", archive)
    written = tmp_path / "export"
    call_command("export_comments", format=form, output=written)
    Comment.objects.update(source_id=None)
    call_command("import_comments", form, written)
    assert Comment.objects.filter(text="Hello").count() == 2


def test_an_export_that_cannot_be_written_is_a_clear_error(tmp_path):
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("export_comments", output=tmp_path / "missing" / "x")
