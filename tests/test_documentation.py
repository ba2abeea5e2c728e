"""The documentation matches the code."""

import dataclasses
import inspect
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from moderation.models import ReviewItem
from moderation.services.health import Health
from moderation.services.transfer.archives import READERS
from moderation.views import health as health_view

ROOT = Path(settings.BASE_DIR)


def read(name: str) -> str:
    return (ROOT / name).read_text()


def test_every_setting_that_the_environment_gives_is_documented():
    asked_for = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', read("config/settings.py")))
    documented = set(re.findall(r"^\| `([A-Z_]+)`", read("docs/settings.md"), re.MULTILINE))
    assert asked_for == documented


def test_every_command_is_documented():
    commands = {name for name, app in get_commands().items() if app in ("moderation", "articles")}
    documented = set(re.findall(r"^## `(\w+)", read("docs/commands.md"), re.MULTILINE))
    assert commands == documented


def test_every_import_format_is_documented():
    documented = re.findall(r"^\| `(\w+)` \|", read("docs/commands.md"), re.MULTILINE)
    assert list(READERS) == documented


def test_every_queue_is_documented():
    rows = re.findall(r"^\| ([\w ]+) \|", read("docs/desk.md"), re.MULTILINE)
    assert {str(label) for label in ReviewItem.Queue.labels} - set(rows) == set()


def test_every_metric_is_documented():
    exported = set(re.findall(r'"(comity_\w+)"', read("moderation/views/health.py")))
    page = read("docs/operating.md")
    run = "comity_last_run_"  # the page shortens the names that follow the first one
    missing = {name for name in exported if name not in page}
    assert {name for name in missing if f"`_{name.removeprefix(run)}`" not in page} == set()


def test_every_figure_of_health_has_a_gauge():
    without_gauge = {"running", "mail_lacks"}  # a run and names of settings are not figures
    exported = set(re.findall(r"found\.(\w+)", inspect.getsource(health_view._of)))
    assert {field.name for field in dataclasses.fields(Health)} - exported == without_gauge


def test_the_tree_in_the_architecture_page_exists():
    folders = [ROOT]
    for line in read("docs/architecture.md").split("```")[1].strip().splitlines():
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 4
        path = folders[depth] / name
        assert path.exists(), line
        folders[depth + 1 :] = [path]


PAGES = sorted(str(p.relative_to(ROOT)) for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
FOLDERS = "articles|benchmarks|config|docs|locale|moderation|seeds|staff|static|templates|tests"
PATH = re.compile(rf"(?<![\w./-])(?:{FOLDERS})/[\w./-]*\w")


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(page):
    assert [path for path in PATH.findall(read(page)) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_between_pages_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)\)", read(page))
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_continuous_integration_runs_the_test_command():
    assert read(".ci/run").splitlines()[-1] == "exec make test"
