import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


@pytest.mark.parametrize("argument", ["--version", "version"])
def test_manage_tells_the_version_without_any_setting(argument):
    told = subprocess.run(  # noqa: S603 -- our own manage.py
        [sys.executable, "manage.py", argument],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.startswith(f"Comity {settings.VERSION} (Django ")


def test_the_package_and_the_changelog_name_the_same_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == settings.VERSION
    assert f"\n## {settings.VERSION} - " in (ROOT / "CHANGELOG.md").read_text()


def test_the_heartbeat_tells_the_version(db, client):
    assert client.get("/healthz").json()["version"] == settings.VERSION
