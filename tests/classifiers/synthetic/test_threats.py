"""Made threats and harmless sentences in the same words."""

import re
from collections.abc import Iterator
from math import isnan
from random import Random

import pytest

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS, letters
from moderation.classifiers.corpora.synthetic import threats
from moderation.classifiers.corpora.synthetic.filling import fields
from moderation.classifiers.corpora.synthetic.phrases import lines
from moderation.classifiers.corpora.synthetic.sentence import CALM, Sentence
from moderation.classifiers.corpora.synthetic.targets import Deed, Target, deeds, targets

_GAP = re.compile(r"\\{[\w']+\\}")
_WHOLE = ("threat_wishes", "threat_suicide", "violence_calm")
_FRAMED = (
    "threat_frames_active",
    "threat_calm_frames",
    "threat_calm_deed_frames",
    "threat_idiom_frames",
    "threat_suicide_frames",
    "threat_states",
    "threat_opinions",
    "threat_death",
    "threat_thing",
    "threat_food",
    "threat_friend",
    "threat_place",
    "threat_team",
)


@pytest.fixture(scope="module")
def made() -> list[Sentence]:
    return _made(1)


def _made(seed: int) -> list[Sentence]:
    return list(threats.sentences(Random(seed)))  # noqa: S311 -- not a secret


def _label(sentence: Sentence, attribute: Attribute) -> float:
    return sentence.labels[list(COLUMNS).index(attribute)]


def _unused(phrases: Iterator[str], made: list[Sentence]) -> list[str]:
    written = "\n".join(sentence.text.casefold() for sentence in made)
    return [phrase for phrase in phrases if not re.search(_pattern(phrase), written)]


def _pattern(phrase: str) -> str:
    plain = re.escape(phrase.partition(" | ")[0].casefold().rstrip(".!"))
    return _GAP.sub("[^\n]+?", plain)


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


def test_harmless_sentences_are_nearly_half(made: list[Sentence]) -> None:
    calm = sum(each.labels == CALM for each in made)
    assert 0.4 < calm / len(made) < 0.6


def test_whatever_is_not_harmless_is_a_threat(made: list[Sentence]) -> None:
    hostile = [each for each in made if each.labels != CALM]
    assert {_label(each, Attribute.THREAT) for each in hostile} == {1}


@pytest.mark.parametrize("name", [*_WHOLE, *_FRAMED])
def test_every_phrase_is_used(made: list[Sentence], name: str) -> None:
    assert _unused(iter(lines(name)), made) == []


def test_every_target_is_aimed_at(made: list[Sentence]) -> None:
    assert _unused((words for _, words in fields("threat_targets")), made) == []


def test_every_deed_is_threatened(made: list[Sentence]) -> None:
    assert _unused((f"{deed.verb} {deed.rest}" for deed in deeds()), made) == []


def test_a_threat_to_a_group_is_an_identity_attack(made: list[Sentence]) -> None:
    groups = "|".join(target.words for target in targets() if target.kind == "group")
    aimed = re.compile(rf"\bi will \w+ (?:{groups})\W*$", re.IGNORECASE)
    found = [each for each in made if each.labels != CALM and aimed.search(each.text)]
    assert {_label(each, Attribute.IDENTITY_ATTACK) for each in found} == {1}


def test_a_threat_with_a_swear_word_is_profane(made: list[Sentence]) -> None:
    swearing = [each for each in made if re.search(r"\bfuck", each.text, re.IGNORECASE)]
    assert {_label(each, Attribute.PROFANITY) for each in swearing} == {1}


def test_a_threat_of_one_build_has_a_harmless_twin() -> None:
    made = {letters(each.text): each.labels for each in _made(3)}
    passive = [key for key, labels in made.items() if key.startswith("ihopetosee")]
    assert {made[key] == CALM for key in passive} == {True, False}


@pytest.mark.parametrize(
    ("kind", "words", "text"),
    [
        ("one", "him", "He needs to be shot."),
        ("many", "them", "They need to be shot."),
        ("you", "you", "You need to be shot."),
    ],
)
def test_the_verb_agrees_with_the_target(kind: str, words: str, text: str) -> None:
    assert Target(kind, words).suffer("{x} needs to be {state}.", "shot") == text


def test_a_deed_to_a_possession_fits_only_who_can_own() -> None:
    deed = Deed("burn", "burned", "down {x's} house")
    assert deed.fill("I will {do}.", Target("one", "him")) == "I will burn down his house."
    assert not deed.fits(Target("many", "all of them"))
