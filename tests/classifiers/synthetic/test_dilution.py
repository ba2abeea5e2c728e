"""One long sentence hides what it is put around, and keeps its labels."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.corpora.synthetic.dilution import diluted, long_calm
from moderation.classifiers.corpora.synthetic.phrases import lines
from moderation.classifiers.corpora.synthetic.sentence import CALM, Sentence, labels

CLAUSES = lines("calm_clauses")
ATTACK = Sentence("You are a clown.", labels(personal_attack=1.0, toxicity=1.0))
STOP = re.compile(r"[.!?…](\s|$)")
seeds = st.integers(0, 10_000)


def seeded(seed):
    return Random(seed)  # noqa: S311 -- not a secret


def place_in(text):
    """Tell where the attack stands: at the start, in the middle, at the end."""
    before, after = re.split("you are a clown", text, maxsplit=1, flags=re.IGNORECASE)
    return (bool(before), bool(after))


@given(seeds)
def test_a_diluted_sentence_has_20_to_70_words_and_no_full_stop(seed):
    text = diluted(ATTACK, CLAUSES, seeded(seed)).text
    assert 20 <= len(text.split()) <= 70
    assert STOP.search(text) is None


@given(seeds)
def test_a_diluted_sentence_keeps_the_words_and_the_labels(seed):
    sentence = diluted(ATTACK, CLAUSES, seeded(seed))
    assert sentence.text.casefold().count("you are a clown") == 1
    assert sentence.labels is ATTACK.labels


def test_the_attack_stands_at_the_start_in_the_middle_and_at_the_end():
    texts = [diluted(ATTACK, CLAUSES, seeded(seed)).text for seed in range(60)]
    assert {place_in(text) for text in texts} == {(False, True), (True, True), (True, False)}


def test_a_sentence_of_several_loses_its_inner_stops():
    two = Sentence("Shut up! Nobody asked you...", ATTACK.labels)
    text = diluted(two, CLAUSES, seeded(1)).text
    assert "shut up nobody asked you" in text.casefold()
    assert STOP.search(text) is None


def test_numbers_and_abbreviations_keep_their_dots():
    text = diluted(Sentence("You s.o.b. owe me 4.50", ATTACK.labels), CLAUSES, seeded(1)).text
    assert "you s.o.b owe me 4.50" in text.casefold()


def test_a_sentence_that_is_too_long_stays_as_it_is():
    long = Sentence(" ".join(["words"] * 80), ATTACK.labels)
    assert diluted(long, CLAUSES, seeded(1)).text.casefold() == long.text


@given(seeds)
def test_a_long_calm_sentence_has_20_to_70_words_and_no_full_stop(seed):
    sentence = long_calm(CLAUSES, seeded(seed))
    assert 20 <= len(sentence.text.split()) <= 70
    assert STOP.search(sentence.text) is None
    assert sentence.labels == CALM


def test_every_clause_can_be_used():
    random = seeded(1)
    written = "\n".join(long_calm(CLAUSES, random).text.casefold() for _ in range(600))
    assert [clause for clause in CLAUSES if clause.casefold() not in written] == []


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_is_short_and_has_no_full_stop(clause):
    assert 3 <= len(clause.split()) <= 14
    assert STOP.search(clause) is None


def test_the_same_seed_dilutes_alike():
    assert diluted(ATTACK, CLAUSES, seeded(3)).text == diluted(ATTACK, CLAUSES, seeded(3)).text
    assert long_calm(CLAUSES, seeded(3)) == long_calm(CLAUSES, seeded(3))
