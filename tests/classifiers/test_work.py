"""No text takes long to judge: the work grows as the text does, and stays small for each character.

Work is counted, not timed: every line of the classifier that runs counts one.
"""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.classifiers import normalization
from moderation.classifiers.base import Attribute
from moderation.classifiers.linear import LinearClassifier
from moderation.classifiers.linear.weights import LinearWeights
from tests.classifiers.conftest import KNOWN, WORDS
from tests.counted_work import lines_run

CODE = str(Path(normalization.__file__).parents[1])
SHORT, LONG = 600, 1200
MOST_GROWTH = 2.3
# A line takes some tenths of a microsecond: 10,000 characters stay below a fifth of a second
MOST_LINES_A_CHARACTER = 200

FEATURES = ("<idiot>", "<fuck>", "idi", "you idiot", "you _ idiot", "i d", "! !", "а _ 1")


def classifier():
    """A new classifier, which remembers no text."""
    attributes = tuple(Attribute)
    release = LinearWeights(
        attributes=attributes,
        features=FEATURES,
        weights=np.ones((len(FEATURES), len(attributes)), np.float16),
        bias=np.zeros(len(attributes)),
        margins=np.zeros(len(attributes)),
        lexicon=WORDS,
        known=KNOWN,
    )
    return LinearClassifier(release, name="small", digest="0" * 64)


def work(text):
    """How many lines run to score a text and to explain it for every attribute."""
    judge = classifier()

    def judged():
        judge.score([text])
        for attribute in Attribute:
            judge.explain(text, attribute)

    return lines_run(judged, lambda file: file.startswith(CODE))


def check(motif, before="", behind=""):
    """The work at most doubles, more or less, as the text does.

    A text may be read in one of two ways, as by a sentence or as a whole, and twice the text
    in the other. Such a step comes once; what grows faster than the text does so each time.
    """
    short, long, longer = (before + (motif * n)[:n] + behind for n in (SHORT, LONG, 2 * LONG))
    lines = work(long)
    assert lines <= MOST_LINES_A_CHARACTER * len(long)
    assert lines <= MOST_GROWTH * work(short) or work(longer) <= MOST_GROWTH * lines


SHAPES = [
    "\ufdfa",
    "\ufdfa ",
    "\ufdfb",
    "f\u0301 u\u0301 c\u0301 k\u0301 ",
    "i d i o t ",
    "i d i o t x ",
    "i d i o t \ufdfa",
    "I D I O T",
    "f u c k f",
    "1 d 1 0 t ",
    "і d і o t ",
    "a\u0301\u0323",
    "\u0301\u0323",
    "\u0390",
    "½",
    "\u33af",
    "\u3316",
    "¨ ",
    "f**k ",
    "f*",
    "f-f*",
    "*#",
    "a\u200b",
    "\u202eab\u202c",
    "\u202e",
    "a\b",
    "&#105;",
    "&amp;",
    "\U0001f44d",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\ud55c\uad6d",
    "\u1100\u1161",
    "www.",
    "http://a.b/",
    "a@b.c",
    "a\n",
    "a. ",
    "! ",
    "?!",
    "f/u/c/k/",
    "f'u",
    "f\u2019c",
    "<b>a",
    "<b",
    "[b]a",
    "|<",
    "()",
    "a%6f",
    "a`",
    "f\u2588",
    "a\U0001f642",
    "a\u0489",
    "\u0440\u043f",
    "\u1d0d",
    "\u0279o",
    "\U0001f1ee",
    "you idiot ",
    # The one text is explained by a sentence, the other as a whole
    "you idiot a. ",
    "idiot",
    "idoit ",
    "a",
    " ",
]


@pytest.mark.parametrize("motif", SHAPES)
def test_the_work_grows_no_faster_than_the_text(motif):
    check(motif)


@pytest.mark.parametrize("behind", ["1", "k", ")", "."])
@pytest.mark.parametrize("motif", ["*", ".", "-", "(.", "*#", "a", "\u0301\u0323", "\u200b"])
def test_one_long_run_between_letters_is_read_once(motif, behind):
    check(motif, "a", behind)


PIECES = st.sampled_from([*SHAPES, *"idot1!@$*.-_()[]&;' \n", "—", "\u202c", "\b", "\u0345", "k "])


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, min_size=1, max_size=6).map("".join))
def test_the_work_grows_no_faster_than_any_text(motif):
    check(motif)


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, min_size=3, max_size=6), st.randoms(use_true_random=False))
def test_a_text_in_which_nothing_repeats_takes_little_work_too(pieces, random):
    text = "".join(random.choice(pieces) for _ in range(LONG))[:LONG]
    assert work(text) <= MOST_LINES_A_CHARACTER * len(text)
