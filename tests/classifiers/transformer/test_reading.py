"""What is read of a text, and where it stands in the text as posted."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moderation.classifiers.linear import SHIPPED_RELEASE
from moderation.classifiers.linear.weights import LinearWeights
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.normalization.normalizer import Normalizer
from moderation.classifiers.transformer.reading import Reader
from tests.classifiers.transformer.tiny_release import KNOWN, WORDS, make_tokenizer, vocabulary

READER = Reader(Normalizer(Lexicon(WORDS, KNOWN)), make_tokenizer(vocabulary()))
PIECES = [
    "idiot",
    "Idiot!",
    "i",
    "d",
    "o",
    "t.",
    "1diot",
    "you",
    " ",
    "  ",
    "\n",
    "\u00a0",
    "\u202e",
]
PIECES += [
    "\b",
    "&nbsp;",
    "&#105;",
    "\u200b",
    "\ud83d",
    "🖕",
    "🖕🏿",
    "█",
    "é",
    "*",
    "f**k",
    "ﷺ",
    "x" * 70,
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map("".join)


def posted(text: str) -> list[tuple[str, str]]:
    """Each token of a text with what was posted for it."""
    reading = READER.read(text)
    tokens = map(READER._tokenizer.id_to_token, reading.ids)
    return [(token, text[slice(*span)]) for token, span in zip(tokens, reading.spans, strict=True)]


def test_a_text_is_read_in_pieces_of_words_that_know_where_they_stand():
    assert posted("You late!") == [("you", "You"), ("late", "late"), ("!", "!")]


def test_a_disguise_is_read_as_the_word_that_was_meant():
    assert posted("you 1d10t") == [("you", "you"), ("idiot", "1d10t")]


def test_a_word_that_is_spelled_out_stands_where_all_its_letters_do():
    assert posted("you i d i o t") == [("you", "you"), ("idiot", "i d i o t")]


def test_an_emoji_is_read_by_its_name():
    assert READER.written("🖕") == " reversed hand with middle finger extended "
    assert ("finger", "🖕") in posted("you 🖕")


def test_half_a_character_is_read_as_the_sign_for_what_is_unreadable():
    assert READER.written("you \ud83d are") == "you \ufffd are"
    assert READER.ids("you \ud83d are") == READER.ids("you are")


def test_a_word_without_an_end_is_read_in_parts():
    text = "x" * 10_000
    unknown = READER._tokenizer.token_to_id("[UNK]")
    assert unknown not in READER.ids("ab" * 5000)
    assert READER.read(text).ids == READER.ids(text)


@given(texts)
@example("i d i o t")
@example("you i &#100; i o t")
@example("\u202etoidi\u202c you")
def test_what_is_read_chunk_by_chunk_is_the_same_as_the_whole(text):
    assert READER.read(text).ids == READER.ids(text)


@pytest.fixture(scope="module")
def shipped() -> Reader:
    weights, _ = LinearWeights.load(SHIPPED_RELEASE)
    return Reader(Normalizer(Lexicon(weights.lexicon, weights.known)), make_tokenizer(vocabulary()))


@given(text=texts)
def test_with_the_word_lists_that_ship_it_is_the_same_too(shipped, text):
    assert shipped.read(text).ids == shipped.ids(text)


@given(texts)
def test_each_token_stands_for_a_piece_of_the_text(text):
    reading = READER.read(text)
    assert len(reading.ids) == len(reading.spans)
    assert all(0 <= start < end <= len(text) for start, end in reading.spans)
