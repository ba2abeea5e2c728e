"""The work grows with the text and not faster, counted in calls of functions."""

import sys
from types import FrameType

import pytest

from moderation.services.policy.reading import read_policy

RUBBISH = [
    "<a ",
    "<!--",
    "<script>",
    "<li>x",
    "&amp;",
    "](",
    "- ",
    "|",
    "a | b\n",
    "a   b\n",
    "(",
    "...x",
    "x",
    "'a",
    "not ",
    "because ",
    "attack ",
    "attack the ",
    "insult, ",
    "removed not published ",
    "# a\n",
    "1. a\n",
    "?\n",
]


def calls(text: str) -> int:
    count = 0

    def counting(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        read_policy(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("unit", RUBBISH)
def test_twice_the_text_is_twice_the_work(unit):
    once = (unit * 2_000)[:2_000]
    read_policy(once)  # what is read once for all texts
    assert calls(once * 2) <= 2.2 * calls(once) + 200
