"""Phrases are dealt evenly, gaps are filled, and a phrase is as profane as its worst word."""

from random import Random

import pytest

from moderation.classifiers.corpora.synthetic.making import (
    Deck,
    Maker,
    Phrase,
    different,
    phrases,
    written,
)
from moderation.classifiers.corpora.synthetic.sentence import CALM, Sentence


def seeded(seed=3):
    return Random(seed)  # noqa: S311 -- not a secret


def test_a_deck_deals_every_phrase_before_any_again():
    cards = [Phrase(text) for text in "abcde"]
    deck = Deck(cards, seeded())
    dealt = [deck.deal() for _ in range(10)]
    assert set(dealt[:5]) == set(dealt[5:]) == set(cards)


def test_frames_give_as_many_different_phrases_as_asked_for():
    made = list(Maker("attack", seeded()).framed("frames", 500))
    assert len({phrase.text for phrase in made}) == 500


def test_frames_that_are_used_up_give_fewer():
    made = list(Maker("attack", seeded()).framed("words", 10_000))
    assert sorted(p.text for p in made) == sorted({p.text for p in phrases("attack_words")})


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("a idiot", "an idiot"), ("an moron", "a moron"), ("a arsehole", "an arsehole")],
)
def test_the_article_is_that_of_the_next_word(wrong, right):
    made = [f" {p.text.casefold()} " for p in Maker("attack", seeded()).framed("frames", 2500)]
    assert [text for text in made if f" {wrong}" in text] == []
    assert [text for text in made if f" {right}" in text] != []


def test_a_calm_sentence_may_stand_beside_a_written_one_but_never_replaces_it():
    texts = {written("Quite wrong.", seeded(seed)) for seed in range(200)}
    assert {"Quite wrong.", "quite wrong", "QUITE WRONG", "Quite wrong!"} < texts
    assert {"quite wrong" in text.casefold() for text in texts} == {True}


def test_a_question_keeps_its_mark():
    assert {written("Why?", seeded(seed)).count("?") for seed in range(200)} == {1}


def test_texts_that_differ_in_case_or_ending_only_are_one():
    texts = ["Wrong.", "WRONG!", "wrong", "Wrong?", "Wrong 🤡"]
    kept = different(Sentence(text, CALM) for text in texts)
    assert [sentence.text for sentence in kept] == ["Wrong.", "Wrong?", "Wrong 🤡"]
