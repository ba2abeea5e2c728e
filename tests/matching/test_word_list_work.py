"""The work of a search grows with the text, not with the list."""

from itertools import islice

import pytest

from moderation.matching.ordinary import ranks
from moderation.matching.word_lists import WordList
from tests.counted_work import calls
from tests.matching.common_words import COMMON

SHAPES = [
    "a", "a ", "a.", "aa ", "f**k ", "i d i o t ", "i-d-i-o-t-", "1l", "!", "$", "((", "傻", "傻 ",
    "바", "ก", "é", "аa", "\ufdfa", "a\u0336", "f\u0336 u\u0336 c\u0336 k\u0336 ", "&#105;",
    "\u202ea\u202c", "👩\u200d", "a'", "\b", "fake ", "m0r0n|", "1 ", "s c u n t h o r p e ",
]  # fmt: skip


def _steps(listed, text):
    return calls(lambda: listed.find(text))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_work_grows_with_the_text_and_not_faster(shape):
    listed = WordList("\n".join([*COMMON, "fake news", "m o r o n", "傻逼", "바보", "(((", "🖕"]))
    listed.find(shape * 50)
    short, long = (shape * (size // len(shape)) for size in (4000, 16_000))
    assert _steps(listed, long) < 5 * _steps(listed, short) + 1000


def test_a_search_in_a_long_list_takes_as_much_work_as_in_a_short_one():
    words = [word for word in islice(ranks(), 5000, 20_000) if word.isalpha()]
    text = " ".join([*islice(ranks(), 500), "f**k m0r0n i d i o t"])
    short, long = WordList("\n".join(words[:10])), WordList("\n".join(words[:10_000]))
    for listed in (short, long):
        listed.find("g**k")  # what masks need is prepared when the first is met
    assert _steps(long, text) < 2 * _steps(short, text)
