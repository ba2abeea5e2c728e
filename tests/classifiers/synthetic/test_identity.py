import re
from math import isnan
from pathlib import Path
from random import Random

import pytest

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS, letters
from moderation.classifiers.corpora.identities import TERMS
from moderation.classifiers.corpora.synthetic import phrases
from moderation.classifiers.corpora.synthetic.filling import Deck, Frame, fill
from moderation.classifiers.corpora.synthetic.identity import sentences
from moderation.classifiers.corpora.synthetic.phrases import lines
from moderation.classifiers.corpora.synthetic.sentence import CALM

LISTS = sorted(
    path.stem
    for family in ("identity", "slur")
    for path in Path(phrases.__file__).with_name("phrases").glob(f"{family}_*.txt")
)
IDENTITY_ATTACK = list(COLUMNS).index(Attribute.IDENTITY_ATTACK)
KIND = (
    "any|certain|origin|race|nation|religion|migrant|sexuality|gender|disability|age|class|region"
)
KINDS = re.compile(rf"(?:{KIND})(?: (?:{KIND}))*")
GAP = re.compile(r"\\{(\w+)\\}")


def seeded():
    return Random(7)  # noqa: S311 -- not a secret


@pytest.fixture(scope="module")
def made():
    return list(sentences(seeded()))


@pytest.fixture(scope="module")
def written(made):
    return [sentence.text.casefold() for sentence in made]


def is_used(phrase, written):
    """Tell whether the phrase was written with anything in its gaps, however it is ended."""
    plain = phrase.casefold().rstrip(".?!")
    longest = max(re.split(r"\{\w+\}", plain), key=len)
    pattern = re.compile(GAP.sub(lambda gap: "an?" if gap[1] == "a" else ".+?", re.escape(plain)))
    return any(longest in sentence and pattern.search(sentence) for sentence in written)


def mentioning(term, made):
    word = re.compile(rf"\b{term}s?\b", re.IGNORECASE)
    return [sentence for sentence in made if word.search(sentence.text)]


def test_every_label_is_missing_or_a_share(made):
    assert [
        sentence
        for sentence in made
        if not all(isnan(label) or 0 <= label <= 1 for label in sentence.labels)
    ] == []


def test_every_sentence_says_whether_it_attacks_a_group(made):
    assert {sentence.labels[IDENTITY_ATTACK] for sentence in made} == {0, 0.35, 1}


def test_no_two_sentences_have_the_same_letters(made):
    assert len({letters(sentence.text) for sentence in made}) == len(made)


def test_the_same_seed_gives_the_same_sentences(made):
    again = list(sentences(seeded()))
    assert [sentence.text for sentence in again] == [sentence.text for sentence in made]


def test_no_gap_is_left_open(made):
    assert [sentence.text for sentence in made if re.search(r"[{}|]", sentence.text)] == []


@pytest.mark.parametrize("name", LISTS)
def test_every_phrase_is_used(name, written):
    parts = {part for line in lines(name) for part in line.split(" | ")}
    unused = {part for part in parts if not KINDS.fullmatch(part) and not is_used(part, written)}
    assert unused == set()


@pytest.mark.parametrize("term", TERMS)
def test_a_group_is_attacked_about_as_often_as_it_is_mentioned_calmly(term, made):
    mentions = mentioning(term, made)
    hostile = sum(sentence.labels[IDENTITY_ATTACK] == 1 for sentence in mentions)
    calm = sum(sentence.labels == CALM for sentence in mentions)
    assert min(hostile, calm) >= 15
    assert abs(hostile - calm) <= max(hostile, calm) / 3


@pytest.mark.parametrize(
    ("word", "filled"),
    [
        ("Muslim", "A Muslim spoke."),
        ("Armenian", "An Armenian spoke."),
        ("European", "A European spoke."),
        ("Ukrainian", "A Ukrainian spoke."),
        ("Uyghur", "A Uyghur spoke."),
        ("unemployed man", "An unemployed man spoke."),
        ("HIV-positive man", "An HIV-positive man spoke."),
        ("LGBT writer", "An LGBT writer spoke."),
    ],
)
def test_the_article_fits_the_word_behind_it(word, filled):
    assert fill("{a} {group} spoke.", {"group": word}) == filled


def test_every_frame_is_dealt_before_one_comes_again():
    cards = [Frame(str(number), frozenset({"any"})) for number in range(6)]
    deck = Deck(cards, seeded())
    dealt = deck.deal(frozenset({"age"}), 3) + deck.deal(frozenset({"class"}), 3)
    assert sorted(frame.text for frame in dealt) == ["0", "1", "2", "3", "4", "5"]


def test_no_frame_of_another_kind_is_dealt():
    fitting, other = Frame("one", frozenset({"age"})), Frame("two", frozenset({"class"}))
    assert Deck([fitting, other], seeded()).deal(frozenset({"age"}), 4) == [fitting]
