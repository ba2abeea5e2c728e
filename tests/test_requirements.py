"""What is pinned is explained, and written with its hashes into what pip installs."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LOCKED = sorted(path.stem for path in ROOT.glob("requirements-*.in"))
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==([\w.]+)$", re.MULTILINE)
# A package as uv writes it: its version, when it is needed, its files, who asks for it.
ENTRY = re.compile(
    r"^([a-z0-9-]+)(?:\[.*\])?==(\S+)(?: ; [^\\\n]+)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n"
    r"((?:    # .*\n)+)",
    re.MULTILINE,
)


def read(name: str) -> str:
    return (ROOT / name).read_text()


def asked_for(file: str) -> dict[str, str]:
    """The versions that a file pins, and those that it takes over."""
    text = read(file)
    found = dict(PIN.findall(text))
    for other in re.findall(r"^-r (\S+)$", text, re.MULTILINE):
        found |= asked_for(other)
    return found


def locked(name: str) -> dict[str, str]:
    return {package: version for package, version, *_ in ENTRY.findall(read(f"{name}.txt"))}


def test_every_pinned_package_is_explained():
    rows = re.findall(r"^\| ([a-z0-9, .-]+?) \|", read("docs/dependencies.md"), re.MULTILINE)
    explained = {name.split()[0] for row in rows for name in row.split(",")}
    pinned = set(asked_for("requirements.txt")).union(*(asked_for(f"{n}.in") for n in LOCKED))
    assert pinned - explained == set()


@pytest.mark.parametrize("file", ["requirements.txt", *(f"{name}.in" for name in LOCKED)])
def test_every_requirement_is_pinned(file):
    for line in read(file).splitlines():
        assert PIN.match(line) or re.fullmatch(r"#.*|-[rc] \S+", line), line


@pytest.mark.parametrize("name", LOCKED)
def test_what_pip_installs_is_what_is_asked_for_with_hashes_and_no_more(name):
    text = read(f"{name}.txt")
    entries = ENTRY.findall(text)
    assert ENTRY.sub("", text).count("\n") == 2, "something else than packages and the header"
    versions = locked(name)
    assert {p: versions.get(p) for p in asked_for(f"{name}.in")} == asked_for(f"{name}.in")
    asking = {package for package, *_, why in entries if "-r requirements-" in why}
    assert asking == set(asked_for(f"{name}.in")), "run: make lock"


def test_a_package_has_one_version_wherever_it_is_installed():
    every = locked("requirements-dev")
    for name in LOCKED:
        theirs = locked(name)
        assert {p: theirs[p] for p in theirs if p in every} == {
            p: every[p] for p in theirs if p in every
        }, name
