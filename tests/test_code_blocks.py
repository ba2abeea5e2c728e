"""What the pages give to type and to copy exists: commands with their options, JSON, YAML."""

import json
import re
import shlex
from pathlib import Path

import yaml
from django.conf import settings
from django.core.management import CommandError, get_commands, load_command_class

ROOT = Path(settings.BASE_DIR)
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
# Of a line: a command of the site, up to what ends it for the shell or begins a comment.
OURS = re.compile(
    r"(?:\bmanage\.py|(?:^|\$\(|\broot +\S*/)comity) (\w+)((?: [^|>;&)\n]+)?)", re.MULTILINE
)
TARGET = re.compile(r"^make ([a-z-]+)", re.MULTILINE)


def blocks():
    """Page, language and text of each block; lines that go on are joined."""
    for page in PAGES:
        for _, language, text in BLOCK.findall(page.read_text()):
            yield page.name, language, re.sub(r'"\$\(.*?\)"', "X", text.replace("\\\n", " "))


def understood(name: str, arguments: str) -> str | None:
    """What the command's parser has against the arguments."""
    command = load_command_class(get_commands()[name], name)
    command._called_from_command_line = False  # it raises instead of exiting
    try:
        command.create_parser("manage.py", name).parse_args(shlex.split(arguments, comments=True))
    except CommandError as error:
        return str(error)
    return None


def test_every_command_to_type_is_one_with_these_options():
    found = [
        (page, name, arguments)
        for page, _, text in blocks()
        for name, arguments in OURS.findall(text)
    ]
    assert len(found) > 40
    wrong = [
        f"{page}: {name}{arguments}: {problem}"
        for page, name, arguments in found
        if (problem := understood(name, arguments) if name in get_commands() else "no command")
    ]
    assert wrong == []


def test_every_make_target_to_type_exists():
    makefile = (ROOT / "Makefile").read_text()
    targets = {target for *_, text in blocks() for target in TARGET.findall(text)}
    inline = {t for page in PAGES for t in re.findall(r"`make ([a-z-]+)", page.read_text())}
    assert {t for t in targets | inline if f"\n{t}:" not in makefile} == set()


def test_every_block_of_data_can_be_read():
    for _, language, text in blocks():
        if language == "json":
            json.loads(re.sub(r"^\d{3}\n|\n\d{3}\n", "", text))  # a status above the body
        elif language == "yaml":
            yaml.safe_load(text)


def test_what_the_tutorial_says_to_choose_is_on_a_page():
    labels = re.findall(r"\*\*(.+?)\*\*", (ROOT / "docs/tutorial.md").read_text())
    texts = (ROOT / "locale/de/LC_MESSAGES/django.po").read_text()
    numbered = {re.sub(r"\d+", "%(number)s", label) for label in labels}
    assert {label for label in numbered if f'"{label}"' not in texts.replace("%%", "%")} == set()
    assert len(labels) > 8


def test_the_site_of_these_pages_has_each_once_and_loads_nothing_from_elsewhere():
    text = (ROOT / "mkdocs.yml").read_text()
    listed = re.findall(r": ([\w-]+\.md)$", text, re.MULTILINE)
    assert sorted(listed) == sorted(page.name for page in ROOT.glob("docs/*.md"))
    assert re.findall(r"font: (\w+)", text) == ["false"]
    assert re.findall(r"https?://|extra_(?:css|javascript)", text) == []
