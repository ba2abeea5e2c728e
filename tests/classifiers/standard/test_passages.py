"""Passages of long stretches: every word of a long stretch is read in some passage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.standard.passages import Passages

PASSAGES = Passages(longer_than=6, words=4, margin=1.0)


def cut(text):
    return [text[start:end] for start, end in PASSAGES.of(text)]


def test_a_long_stretch_is_cut_into_passages_that_overlap_by_half():
    assert cut("one two three four five six seven") == [
        "one two three four",
        "three four five six",
        "five six seven",
    ]


def test_what_has_punctuation_or_is_short_has_no_passages():
    assert cut("one two three four five six") == []
    assert cut("one two three, four five six. seven eight nine") == []


@given(st.text("ab ,.\n\u3000é", max_size=120))
def test_passages_are_what_stands_in_the_text_and_leave_out_no_word_of_a_long_stretch(text):
    found = PASSAGES.of(text)
    for start, end in found:
        assert 0 < len(text[start:end].split()) <= PASSAGES.words
    covered = {place for start, end in found for place in range(start, end)}
    for start, end in PASSAGES.of(text):
        assert not set(text[start:end]) & set(",.\n")
    bare = text.replace(",", "").replace(".", "").replace("\n", "")
    if bare == text and len(text.split()) > PASSAGES.longer_than:
        assert all(place in covered for place, sign in enumerate(text) if not sign.isspace())


def test_a_passage_cannot_be_longer_than_the_stretch():
    with pytest.raises(ValueError, match="more words than a stretch"):
        Passages(longer_than=3, words=4, margin=1.0)
