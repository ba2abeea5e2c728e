"""The work grows with the text and not faster, counted in calls of functions."""

import pytest

from moderation.services.policy.reading import read_policy
from tests.counted_work import profiled

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


def events(text: str) -> int:
    return profiled(lambda: read_policy.__wrapped__(text)).total()


@pytest.mark.parametrize("unit", RUBBISH)
def test_twice_the_text_is_twice_the_work(unit):
    once = (unit * 2_000)[:2_000]
    read_policy(once)  # what is read once for all texts
    assert events(once * 2) <= 2.2 * events(once) + 200
