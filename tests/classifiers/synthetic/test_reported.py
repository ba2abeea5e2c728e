"""Insults that insult nobody: made without repeats and labelled as queued at most."""

from random import Random

import pytest

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS
from moderation.classifiers.corpora.synthetic.phrases import lines
from moderation.classifiers.corpora.synthetic.reported import sentences
from moderation.classifiers.corpora.synthetic.sentence import CALM
from tests.classifiers.synthetic.usage import unused

PROFANITY, PERSONAL_ATTACK, THREAT, IDENTITY_ATTACK, TOXICITY = (
    list(COLUMNS).index(attribute) for attribute in Attribute
)


def made_with(seed=7):
    return list(sentences(Random(seed)))  # noqa: S311 -- not a secret


@pytest.fixture(scope="module")
def made():
    return made_with()


def labels_of(word, made):
    return [sentence.labels for sentence in made if word in sentence.text.casefold()]


def test_no_two_sentences_have_the_same_text(made):
    texts = [sentence.text.casefold() for sentence in made]
    assert len(set(texts)) == len(texts)


def test_the_same_seed_makes_the_same_sentences(made):
    assert made_with() == made


def test_another_seed_makes_other_sentences(made):
    assert made_with(8) != made


def test_every_gap_is_filled(made):
    assert [s.text for s in made if set("{}|") & set(s.text)] == []


def test_every_phrase_of_every_list_is_used(made):
    assert unused("reported", made) == []


def test_attack_and_toxicity_are_those_of_a_report_of_oneself_or_of_nothing(made):
    pairs = {(s.labels[PERSONAL_ATTACK], s.labels[TOXICITY]) for s in made}
    assert pairs == {(0.3, 0.3), (0.1, 0.1), (0, 0)}


def test_no_sentence_threatens_or_attacks_a_group(made):
    assert {(s.labels[THREAT], s.labels[IDENTITY_ATTACK]) for s in made} == {(0, 0)}


def test_profanity_is_half_at_most(made):
    assert max(s.labels[PROFANITY] for s in made) == 0.5


def test_a_quoted_swear_word_is_half_profane(made):
    assert set(labels_of("asshole", made)) == {(0.5, 0.3, 0, 0, 0.3)}


@pytest.mark.parametrize("text", ["the dumb waiter carried", "idiot-proof", "clown fish hides"])
def test_a_word_in_another_meaning_is_calm(made, text):
    assert set(labels_of(text, made)) == {CALM}


def test_other_meanings_are_made_in_more_than_one_way(made):
    meanings = len(lines("reported_meanings"))
    assert meanings < [s.labels for s in made].count(CALM) <= 2 * meanings
