"""Write, back up, lose, restore: every row is there again."""

import pytest

TABLES = ("articles_comment", "articles_author", "moderation_policyversion", "django_migrations")


def content(site):
    return {table: sorted(map(repr, site.rows(f"SELECT * FROM {table}"))) for table in TABLES}  # noqa: S608


@pytest.fixture
def backed_up(site):
    """A site with comments, and the file of its backup."""
    site.add_comments(7)
    done = site.run("backup", str(site.folder / "backups"), "--keep", "1")
    assert done.returncode == 0, done.stderr
    return site, done.stdout.strip()


def test_what_was_backed_up_is_restored_row_by_row(backed_up, sites, tmp_path):
    site, path = backed_up
    with sites.empty(tmp_path) as other:
        done = other.run("restore", path)
        assert (done.returncode, done.stderr) == (0, "")
        assert content(other) == content(site)
        refused = other.run("restore", path)
        assert (refused.returncode, "is not empty. Make an empty one" in refused.stderr) == (
            1,
            True,
        )


def test_a_damaged_backup_is_refused(backed_up, sites, tmp_path):
    _, path = backed_up
    with open(path, "ab") as file:
        file.write(b"x")
    with sites.empty(tmp_path) as other:
        done = other.run("restore", path)
        assert (done.returncode, "is damaged: its SHA-256" in done.stderr) == (1, True)


def test_of_several_backups_the_newest_are_kept(backed_up):
    site, path = backed_up
    older = site.folder / "backups" / f"comity-2020-01-01T000000Z.{path.rpartition('.')[2]}"
    older.write_bytes(b"")
    newest = site.run("backup", str(older.parent), "--keep", "1").stdout.strip()
    assert sorted(map(str, older.parent.iterdir())) == [newest, f"{newest}.sha256"]
