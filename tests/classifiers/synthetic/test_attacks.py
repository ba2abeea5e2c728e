"""Contempt, criticism, insults and swearing: made without repeats and labelled as they are."""

from math import isnan
from random import Random

import pytest

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS
from moderation.classifiers.corpora.synthetic import attacks, contempt, criticism
from moderation.classifiers.corpora.synthetic.phrases import lines
from tests.classifiers.synthetic.usage import unused

MODULES = {"attack": attacks, "contempt": contempt, "criticism": criticism}
PROFANITY, PERSONAL_ATTACK, THREAT, IDENTITY_ATTACK, TOXICITY = (
    list(COLUMNS).index(attribute) for attribute in Attribute
)


def made_by(module, seed=7):
    return list(module.sentences(Random(seed)))  # noqa: S311 -- not a secret


@pytest.fixture(scope="module")
def made():
    return {family: made_by(module) for family, module in MODULES.items()}


@pytest.fixture(scope="module", params=MODULES)
def family(request):
    return request.param


def test_every_label_is_missing_or_a_share(made, family):
    assert [
        sentence
        for sentence in made[family]
        if not all(isnan(label) or 0 <= label <= 1 for label in sentence.labels)
    ] == []


def test_no_two_sentences_have_the_same_text(made, family):
    texts = [sentence.text.casefold() for sentence in made[family]]
    assert len(set(texts)) == len(texts)


def test_no_criticism_is_an_attack_as_well(made):
    attacking = {s.text.casefold() for name in ("attack", "contempt") for s in made[name]}
    assert attacking & {sentence.text.casefold() for sentence in made["criticism"]} == set()


def test_the_same_seed_makes_the_same_sentences(made, family):
    # As text, since a missing label equals nothing
    assert repr(made_by(MODULES[family])) == repr(made[family])


def test_another_seed_makes_other_sentences(made, family):
    assert made_by(MODULES[family], seed=8) != made[family]


def test_every_gap_is_filled(made, family):
    assert [s.text for s in made[family] if set("{}|") & set(s.text)] == []


def test_every_phrase_of_every_list_is_used(made, family):
    assert unused(family, made[family]) == []


def test_contempt_is_an_attack_on_a_person_without_a_bad_word(made):
    assert {sentence.labels for sentence in made["contempt"]} == {
        (0, 1, 0, 0, 0.9),
        (0, 0.8, 0, 0, 0.9),
    }


def test_criticism_is_calm(made):
    assert {sentence.labels for sentence in made["criticism"]} == {
        (0, 0, 0, 0, 0.1),
        (0, 0, 0, 0, 0),
    }


def test_criticism_is_as_frequent_as_contempt(made):
    assert len(made["criticism"]) >= len(made["contempt"])


def test_an_insult_is_wholly_an_attack_and_toxic(made):
    insults = [s.labels for s in made["attack"] if s.labels[PERSONAL_ATTACK]]
    assert {(given[PERSONAL_ATTACK], given[TOXICITY]) for given in insults} == {(1, 1)}
    assert {given[IDENTITY_ATTACK] for given in insults} == {0}


def test_swearing_at_nobody_attacks_nobody_and_is_toxic_by_half_at_most(made):
    swearing = [s.labels for s in made["attack"] if not s.labels[PERSONAL_ATTACK]]
    assert {given[TOXICITY] for given in swearing} == {0.1, 0.2, 0.3, 0.5}
    assert min(given[PROFANITY] for given in swearing) > 0


def test_whether_a_wish_of_death_is_a_threat_is_left_open(made):
    wishes = {line.partition(" | ")[0].casefold().rstrip(".!") for line in lines("attack_death")}
    left_open = [s for s in made["attack"] if isnan(s.labels[THREAT])]
    assert all(any(wish in s.text.casefold() for wish in wishes) for s in left_open)
    assert {s.labels[THREAT] for s in made["attack"] if s not in left_open} == {0}


@pytest.mark.parametrize(
    ("word", "profanity"), [("asshole", 1), ("motherfucker", 1), ("nincompoop", 0)]
)
def test_an_insult_is_as_profane_as_its_strongest_word(made, word, profanity):
    insults = {s.text.casefold(): s.labels for s in made["attack"] if s.labels[PERSONAL_ATTACK]}
    of_word = [given[PROFANITY] for text, given in insults.items() if word in text]
    assert min(of_word) == profanity
