"""What an operator reads where a command cannot go on, each a process of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config import environment
from moderation.classifiers import whole_file
from tests.servers import free_port
from tests.site import wait_until


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "SECRET_KEY": "only-for-tests-and-known-to-everybody", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


NO_URL = "DATABASE_URL cannot be read. Set it to postgres://user:password@host/name or"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgres://comity:secret@db:port/comity", NO_URL),
        ("sqlite:////missing/site.sqlite3", "Check that /missing/site.sqlite3 is a database that"),
        (f"sqlite:///{__file__}", f"Check that {__file__} is a database that"),
        (f"postgres://nobody:secret@127.0.0.1:{free_port()}/comity",
         "Check that the database 'comity' of DATABASE_URL is running and accepts this user."),
    ],
    ids=["no port", "no folder", "no database", "down"],
)  # fmt: skip
def test_a_database_that_cannot_be_used_is_named_with_the_next_step(url, told):
    done = manage("author_data", "find", "Ani", DATABASE_URL=url)
    assert (done.returncode, done.stderr.splitlines()[-1].startswith(told)) == (1, True)
    assert len(done.stderr.splitlines()) <= 3
    assert "secret" not in done.stderr


@pytest.mark.parametrize(
    "url", ["postgres//comity:secret@db/comity", "mysql://comity:secret@db/comity", ""]
)
def test_a_url_that_names_no_database_is_told_without_its_password(url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.Environment().database("DATABASE_URL", "")
    assert str(refused.value).startswith(NO_URL)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("command", ["migrate", "createsuperuser"])
def test_the_framework_s_own_commands_name_it_too(command):
    done = manage(command, DATABASE_URL=f"postgres://nobody@127.0.0.1:{free_port()}/comity")
    assert done.returncode == 1
    assert done.stderr.endswith("is running and accepts this user.\n")
    assert "Traceback" not in done.stderr


def test_a_database_without_tables_asks_for_migrate(tmp_path):
    done = manage("judge_pending", DATABASE_URL=f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert done.returncode == 1
    assert done.stderr.endswith("Run: python manage.py migrate\n")
    assert "Traceback" not in done.stderr


def test_a_setting_that_cannot_be_read_ends_a_command_with_its_name():
    done = manage("check", BEHIND_HTTPS="true # of course")
    told = "BEHIND_HTTPS is neither true nor false. Set it to one of them.\n"
    assert (done.returncode, done.stderr) == (1, told)


def test_a_setting_that_cannot_be_read_is_named(monkeypatch):
    monkeypatch.setenv("STRIKE_DAYS", "many")
    with pytest.raises(ImproperlyConfigured, match=r"STRIKE_DAYS cannot be read\."):
        environment.Environment().int("STRIKE_DAYS")
    monkeypatch.setenv("EMAIL_URL", "smtp://mail:port")
    with pytest.raises(ImproperlyConfigured, match=r"EMAIL_URL cannot be read\."):
        environment.Environment().email_url("EMAIL_URL", "")


def test_a_command_that_is_stopped_ends_with_a_sentence(site):
    loop = site.start("deliver_webhooks", "--every", "0.1", LOG_LEVEL="INFO")
    wait_until(lambda: _is_asleep(loop.pid))
    loop.send_signal(signal.SIGINT)
    assert loop.communicate(timeout=30)[1] == "\nStopped. What was stored stays stored.\n"
    assert loop.returncode == 130


def _is_asleep(pid: int) -> bool:
    """Whether the loop has begun: the process waits in `time.sleep`."""
    return "nanosleep" in Path(f"/proc/{pid}/wchan").read_text()


def test_a_reader_who_has_enough_of_an_export_is_no_error(site):
    site.add_comments(500)
    export = site.start("export_comments")
    export.stdout.readline()
    export.stdout.close()
    assert export.stderr.read() == ""
    assert export.wait(timeout=30) == 141


class Interrupted(Exception):
    pass


def _interrupt(output):
    with whole_file.opened(output) as file:
        file.write("half\n")
        raise Interrupted


def test_a_file_that_was_not_finished_does_not_appear_and_the_former_one_stays(tmp_path):
    output = tmp_path / "comments.jsonl"
    output.write_text("former\n")
    with pytest.raises(Interrupted):
        _interrupt(output)
    assert (output.read_text(), list(tmp_path.iterdir())) == ("former\n", [output])
    with whole_file.opened(output) as file:
        file.write("whole\n")
    assert (output.read_text(), list(tmp_path.iterdir())) == ("whole\n", [output])


def test_the_first_file_of_settings_counts_and_the_environment_before_it(tmp_path, monkeypatch):
    own, site_wide = tmp_path / ".env", tmp_path / "comity.env"
    site_wide.write_text("COMITY_A=of the machine\n")
    for name in ("COMITY_A", "COMITY_B"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    assert environment.read(own, site_wide).str("COMITY_A") == "of the machine"
    monkeypatch.delenv("COMITY_A")
    own.write_text("COMITY_A=of the checkout\nCOMITY_B=of the checkout\n")
    monkeypatch.setenv("COMITY_B", "given")
    found = environment.read(own, site_wide)
    assert (found.str("COMITY_A"), found.str("COMITY_B")) == ("of the checkout", "given")


def test_a_file_of_settings_that_may_not_be_read_is_named(tmp_path):
    (tmp_path / "folder.env").mkdir()
    with pytest.raises(
        ImproperlyConfigured, match=r"Cannot read .*folder\.env: .*user of the site"
    ):
        environment.read(tmp_path / "folder.env")
