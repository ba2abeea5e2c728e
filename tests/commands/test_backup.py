"""Write, back up, lose, restore: every row is there again."""

import shutil
from pathlib import Path

import pytest

TABLES = ("articles_comment", "articles_author", "moderation_policyversion", "django_migrations")


def content(site):
    return {table: sorted(map(repr, site.rows(f"SELECT * FROM {table}"))) for table in TABLES}  # noqa: S608


@pytest.fixture(scope="module")
def backup(commented, tmp_path_factory):
    """The file of a backup of the site with comments."""
    folder = tmp_path_factory.mktemp("backups")
    done = commented.run("backup", str(folder), "--keep", "1")
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def test_what_was_backed_up_is_restored_row_by_row(backup, commented, sites, tmp_path):
    with sites.empty(tmp_path) as other:
        done = other.run("restore", str(backup))
        assert (done.returncode, done.stderr) == (0, "")
        assert content(other) == content(commented)
        refused = other.run("restore", str(backup))
        assert (refused.returncode, "is not empty. Make an empty one" in refused.stderr) == (
            1,
            True,
        )


@pytest.fixture
def copies(backup, tmp_path):
    """A folder with the backup, which a test may damage or lose."""
    return shutil.copytree(backup.parent, tmp_path / "copies")


def test_a_damaged_backup_is_refused(backup, copies, sites, tmp_path):
    with (copies / backup.name).open("ab") as file:
        file.write(b"x")
    with sites.empty(tmp_path) as other:
        done = other.run("restore", str(copies / backup.name))
        assert (done.returncode, "is damaged: its SHA-256" in done.stderr) == (1, True)


def test_of_several_backups_the_newest_are_kept(backup, copies, commented):
    (copies / f"comity-2020-01-01T000000Z{backup.suffix}").write_bytes(b"")
    newest = commented.run("backup", str(copies), "--keep", "1").stdout.strip()
    assert sorted(map(str, copies.iterdir())) == [newest, f"{newest}.sha256"]
