import json

import pytest

from moderation.services.transfer.archives.records import BrokenOff
from tests.archives.exports import comments_in, coral_comment, coral_story, json_lines, read

TWO = [coral_comment(), coral_comment(id="2")]


@pytest.mark.parametrize(
    "written",
    [
        json.dumps(TWO),
        json.dumps(TWO, indent=2),
        "\n\n" + json.dumps(TWO),
        "[ " + ",\n".join(map(json.dumps, TWO)) + "]",
        "\n".join(json.dumps(row, indent="\t") for row in TWO),
        "[\n" + ",\n".join(json.dumps(row, indent=2) for row in TWO) + "\n]",
        "[" + ",".join([json.dumps(coral_comment("word " * 1000))] * 500) + "]",
        "\ufeff" + json.dumps(TWO),
    ],
)
@pytest.mark.parametrize("form", ["coral", "jsonl"])
def test_what_is_not_one_object_a_line_is_refused_once_with_the_next_step(form, written):
    (refused,) = read(form, written)
    assert isinstance(refused, BrokenOff)
    assert refused.why.startswith("one JSON object per line is needed: use mongoexport without")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_file_with_a_byte_order_mark_is_read(encoding):
    written = json_lines(coral_story(), coral_comment("Ա 😀")).encode(encoding)
    assert [one.text for one in comments_in("coral", written)] == ["Ա 😀"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read(encoding):
    assert [one.text for one in comments_in("coral", json_lines(*TWO).encode(encoding))] == [
        "Hello",
        "Hello",
    ]


def test_half_an_emoji_in_utf_16_is_refused_with_its_line():
    good, bad = (json.dumps(row).encode("utf-16-le") for row in TWO)
    line_feed = "\n".encode("utf-16-le")
    torn = bad.replace("Hello".encode("utf-16-le"), b"\x3d\xd8")
    first, refused, third = read(
        "coral", b"\xff\xfe" + good + line_feed + torn + line_feed + good + line_feed
    )
    assert (first.id, third.id) == ("1", "1")
    assert (refused.where, "is not UTF-8" in refused.why) == ("line 2", True)


def test_blank_lines_are_passed_over():
    assert len(comments_in("coral", "\n \n" + json_lines(*TWO) + "\n\n")) == 2
