"""Made threats and harmless sentences in the same words."""

from bisect import bisect_left
from math import isnan
from random import Random

import pytest

from moderation.classifiers.corpora.corpus import letters
from moderation.classifiers.corpora.synthetic import threats
from moderation.classifiers.corpora.synthetic.phrases import lines
from moderation.classifiers.corpora.synthetic.sentence import CALM, Sentence


@pytest.fixture(scope="module")
def made() -> list[Sentence]:
    return _made(1)


def _made(seed: int) -> list[Sentence]:
    return list(threats.sentences(Random(seed)))  # noqa: S311 -- not a secret


def test_the_same_seed_makes_the_same_sentences(made: list[Sentence]) -> None:
    again = _made(1)
    assert [each.text for each in again] == [each.text for each in made]


def test_no_sentence_is_made_twice(made: list[Sentence]) -> None:
    keys = [letters(each.text) for each in made]
    assert len(set(keys)) == len(keys)


def test_no_gap_is_left_open(made: list[Sentence]) -> None:
    assert [each.text for each in made if "{" in each.text or "}" in each.text] == []


def test_labels_are_shares_or_missing(made: list[Sentence]) -> None:
    labels = {label for each in made for label in each.labels}
    assert all(isnan(label) or 0 <= label <= 1 for label in labels)


def test_harmless_sentences_are_at_least_a_third(made: list[Sentence]) -> None:
    calm = sum(each.labels == CALM for each in made)
    assert len(made) / 3 < calm < len(made) * 2 / 3


@pytest.mark.parametrize("name", ["threat_wishes", "violence_calm"])
def test_every_whole_sentence_is_used(made: list[Sentence], name: str) -> None:
    keys = sorted(letters(each.text) for each in made)
    used = [line for line in lines(name) if _begins_any(letters(line), keys)]
    assert used == list(lines(name))


def _begins_any(start: str, ranked: list[str]) -> bool:
    place = bisect_left(ranked, start)
    return place < len(ranked) and ranked[place].startswith(start)


def test_a_threat_of_one_build_has_a_harmless_twin() -> None:
    made = {letters(each.text): each.labels for each in _made(3)}
    passive = [key for key, labels in made.items() if key.startswith("ihopetosee")]
    assert {made[key] == CALM for key in passive} == {True, False}
