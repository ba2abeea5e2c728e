"""Telling the language takes work that grows as the text does, whatever it consists of."""

from pathlib import Path

import pytest

from moderation.classifiers import languages
from moderation.classifiers.languages import read
from tests.counted_work import lines_run

CODE = str(Path(languages.__file__).parent)
SHORT, LONG = 2000, 4000
MOTIFS = [
    "a",
    " ",
    ".",
    "...... ",
    "!?\n",
    "ein Wort ",
    "да нет ты kill умри ты all ",
    "Halt die Klappe. I do not. ",
    "'a' ",
    '"',
    "a:b/c=d",
    "x.y.z",
    "日本語の文",
    "և ",
    "la ",
]


@pytest.mark.parametrize("motif", MOTIFS)
def test_twice_the_text_takes_twice_the_work(motif):
    read(motif * 3)  # the tables are read before
    short, long = ((motif * LONG)[:size] for size in (SHORT, LONG))
    count = lambda text: lines_run(lambda: read(text), lambda file: file.startswith(CODE))  # noqa: E731
    assert count(long) <= 2.3 * count(short) + 100
