import bz2
import gzip
import json
import lzma
import os

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from articles.models import Article, Comment
from tests.archives.exports import (
    coral_comment,
    coral_story,
    json_lines,
    wxr,
    wxr_file,
    wxr_item,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "paper.xml"
    path.write_text(wxr({}, {"id": 2, "date_gmt": "1066-10-14 09:00:00"}))
    return path


def test_an_import_says_what_it_did_and_what_it_could_not_read(archive, tmp_path, capsys):
    report = tmp_path / "report.jsonl"
    call_command("import_comments", "wordpress", archive, report=report)
    out, err = capsys.readouterr()
    assert "articles: 1\n" in out
    assert "comments: 1\n" in out
    assert "unreadable: 1\n" in out
    assert "comment 2: the date 1066-10-14 09:00:00 is out of range" in err
    assert json.loads(report.read_text()) == {
        "where": "comment 2",
        "why": "the date 1066-10-14 09:00:00 is out of range",
        "kind": "unreadable",
    }
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


def bring(tmp_path, *files, form="wordpress", **options):
    paths = []
    for number, content in enumerate(files):
        paths.append(tmp_path / f"file-{number}")
        paths[-1].write_bytes(content if isinstance(content, bytes) else content.encode())
    call_command("import_comments", form, *paths, **options)


def test_what_was_never_public_is_on_no_page_in_no_feed_and_in_no_search(
    tmp_path, client, written_release, capsys
):
    secret = {"title": "Memo", "content__encoded": "Confidential", "wp__post_name": "memo"}
    hidden = [
        wxr_item({"id": number, "content": "Inside"}, wp__post_id=str(number), **secret, **fields)
        for number, fields in enumerate(
            [
                {"wp__status": "private"},
                {"wp__post_password": "sesame"},
                {"wp__status": "draft"},
                {"wp__status": "pending"},
                {"wp__status": "trash"},
                {"wp__status": "future"},
            ]
        )
    ]
    bring(tmp_path, wxr_file(*hidden, wxr_item({"id": 50})))
    assert [article.title for article in Article.objects.all()] == ["A summit"]
    assert [comment.source_id for comment in Comment.objects.all()] == ["wordpress:50"]
    for address in ("/", reverse("articles:article_feed")):
        assert "Confidential" not in client.get(address).content.decode()
    out, err = capsys.readouterr()
    assert "left out, private post: 1\nleft out, comment under a private post: 1\n" in out
    assert "post 0 “Memo”: its status is “private”" in err


BROKEN = [
    ("wordpress", wxr({}, {"id": 2})[:-60], "the XML breaks off"),
    ("wordpress", "", "the XML breaks off"),
    ("wordpress", "<rss></rss>", "no record of the format"),
    ("disqus", wxr({}), "no record of the format"),
    ("wordpress", wxr({}) + wxr({}), "the XML breaks off"),
    ("coral", json.dumps([coral_story(), coral_comment()]), "--jsonArray"),
    ("coral", json.dumps(coral_story(), indent=1), "--pretty"),
    ("coral", "", "no record of the format"),
    ("coral", "{}\n{}\n", "no record of the format"),
    ("csv", "a,b\n1,2\n", "columns are missing"),
    ("csv", "id,article,author,text,posted_at\n", "no record of the format"),
    ("jsonl", b"caf\xe9\n", "no record of the format"),
]


@pytest.mark.parametrize(("form", "content", "why"), BROKEN)
@pytest.mark.usefixtures("written_release")
def test_an_import_that_is_not_complete_ends_with_an_error(tmp_path, form, content, why):
    for dry_run in (True, False):
        with pytest.raises(CommandError, match=why) as error:
            bring(tmp_path, content, form=form, dry_run=dry_run)
        assert error.value.returncode == 1


def test_unreadable_comments_are_not_an_error(tmp_path, written_release):
    faulty = wxr({}, {"id": 2, "date_gmt": "x"}, {"id": 3, "approved": "x"}, {"id": 4, "parent": 9})
    bring(tmp_path, faulty)
    before = list(Comment.objects.values())
    bring(tmp_path, faulty)
    assert list(Comment.objects.values()) == before


def test_a_file_of_several_that_is_broken_is_named_and_the_others_come_in(
    tmp_path, written_release
):
    story, broken = json_lines(coral_story()), json.dumps([coral_comment()])
    with pytest.raises(CommandError, match="file-1, line 1: one JSON object per line is needed"):
        bring(tmp_path, story, broken, json_lines(coral_comment()), form="coral")
    assert Comment.objects.count() == 1


def test_the_files_of_coral_may_come_in_any_order(tmp_path, written_release):
    user = json_lines({"id": "u1", "username": "Ani"})
    bring(tmp_path, json_lines(coral_comment()), json_lines(coral_story()), user, form="coral")
    assert Comment.objects.get().author_name == "Ani"


def test_an_archive_cannot_write_to_the_terminal(tmp_path, capsys, written_release):
    evil = json_lines(coral_comment(status="\x1b[31m\ud800"), coral_story())
    report = tmp_path / "report"
    bring(tmp_path, evil, form="coral", report=report)
    assert not set(capsys.readouterr().err + report.read_text()) & {"\x1b", "\ud800"}


def test_many_of_one_kind_do_not_hide_another(tmp_path, capsys, written_release):
    pings = [{"id": number, "type": "pingback"} for number in range(30)]
    bring(tmp_path, wxr(*pings, {"id": 99, "approved": "odd"}))
    out, err = capsys.readouterr()
    assert err.count("it is a pingback") == 20
    assert "comment 99: its state 'odd' is not known" in err
    assert "left out, pingback: 30\n" in out
    assert "--report FILE" in out


def test_a_report_does_not_overwrite_a_file_to_import(archive):
    before = archive.read_bytes()
    with pytest.raises(CommandError, match="--report would overwrite"):
        call_command("import_comments", "wordpress", archive, report=archive)
    assert archive.read_bytes() == before


@pytest.mark.parametrize("source", ["x" * 41, "a\nb"])
def test_a_source_is_a_short_name(archive, source):
    with pytest.raises(CommandError, match="--source must be a name"):
        call_command("import_comments", "wordpress", archive, source=source)


def test_a_file_that_cannot_be_read_twice_is_refused(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    kept_open = os.open(pipe, os.O_RDWR)
    with pytest.raises(CommandError, match="cannot be read twice"):
        call_command("import_comments", "wordpress", pipe)
    os.close(kept_open)


def test_comments_whose_articles_are_all_missing_end_with_an_error(tmp_path, capsys):
    row = "1,7,Ani,Hello,2019-05-04 12:00\n"
    with pytest.raises(CommandError, match="the articles of all its comments are missing"):
        bring(tmp_path, "id,article,author,text,posted_at\n" + row, form="csv")
    assert "give its title with the comment" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["disqus", "wordpress", "coral", "csv", "jsonl"])
@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_file_is_refused_with_the_next_step(tmp_path, form, compress):
    with pytest.raises(CommandError, match="is compressed"):
        bring(tmp_path, compress(wxr({}).encode()), form=form)
