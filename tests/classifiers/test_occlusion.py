"""Evidence by leaving words out, of a reader whose log odds are sums that a test can count."""

import pytest

from moderation.classifiers.base import Span
from moderation.classifiers.occlusion import fewest_words, removed, words_with_shares

WEIGHTS = {"awful": 4.0, "vile": 3.0, "bad": 2.0, "fine": -1.0}


class Reader:
    """Adds the weights of words, less a limit; `calls` holds how many texts each call had."""

    def __init__(self, limit=1.0):
        self.limit = limit
        self.calls: list[int] = []
        self.read: list[str] = []

    def __call__(self, texts):
        self.calls.append(len(texts))
        self.read += texts
        return [sum(WEIGHTS.get(word, 0.0) for word in text.split()) - self.limit for text in texts]


def shown(text, reader, shares=None):
    words = words_with_shares(text, shares or _true_shares(text))
    return [text[span.start : span.end] for span in fewest_words(text, words, reader)]


def _true_shares(text):
    spans = [(span.start, span.end) for span in words_with_shares(text, [])]
    return [(span, WEIGHTS.get(text[slice(*span)], 0.0)) for span in spans]


def test_words_are_what_stands_between_white_space_without_punctuation():
    text = "You're (awful), 1d10t!!  https://x.org/y 🖕 ..."
    words = words_with_shares(text, [])
    assert [text[word.start : word.end] for word in words] == [
        "You're",
        "awful",
        "1d10t",
        "https://x.org/y",
        "🖕",
        "...",
    ]


def test_a_chunk_that_nobody_would_read_as_a_word_is_taken_apart():
    text = "awful/" * 10
    assert len(words_with_shares(text, [])) == 10


def test_each_word_gets_the_shares_of_its_tokens():
    found = words_with_shares(
        "so awful.", [((0, 2), 0.5), ((3, 6), 1.0), ((6, 8), 2.0), ((8, 9), 9)]
    )
    assert found == [Span(0, 2, 0.5), Span(3, 8, 3.0)]


def test_words_that_one_token_spans_are_one_word():
    assert words_with_shares("so v i l e", [((3, 10), 2.0)]) == [Span(0, 2, 0.0), Span(3, 10, 2.0)]


def test_one_word_that_is_enough_is_found_in_one_call():
    reader = Reader()
    assert shown("what an awful thing", reader) == ["awful"]
    assert reader.calls == [5]


def test_as_many_words_as_it_takes_are_found():
    assert shown("vile and awful and bad was it so said they all now", Reader()) == [
        "vile",
        "awful",
        "bad",
    ]


def test_a_word_that_is_not_needed_is_left():
    assert shown("vile and bad and awful they were and are so said all", Reader(limit=2.5)) == [
        "vile",
        "awful",
    ]


def test_the_contribution_of_a_word_is_how_far_the_log_odds_fall_without_it():
    (span,) = fewest_words("so awful", [Span(0, 2, 0.1), Span(3, 8, 0.1)], Reader())
    assert span == Span(3, 8, 4.0)


def test_shares_that_mislead_do_not_matter_where_all_words_are_tried():
    text = "what an awful thing"
    assert shown(text, Reader(), [((0, 4), 9.0), ((8, 13), -9.0)]) == ["awful"]


def test_more_than_a_third_of_a_text_is_the_text_as_a_whole():
    assert shown("awful vile thing", Reader()) == []


def test_more_than_six_words_are_the_text_as_a_whole():
    assert shown("awful and so " * 7, Reader()) == []


def test_a_text_below_the_threshold_has_no_evidence():
    assert shown("what a fine thing", Reader()) == []


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_text_without_words_has_no_evidence(text):
    assert shown(text, Reader(limit=-1.0)) == []


@pytest.mark.parametrize("limit", [0.5, 1.5, 2.5, 4.5, 9.5])
def test_the_number_of_passes_is_bounded(limit):
    reader = Reader(limit)
    shown("vile bad awful and so they said that it was fine and then again bad bad awful", reader)
    assert len(reader.calls) <= 4
    assert sum(reader.calls) <= 25


def test_a_long_text_is_read_as_a_whole_only_to_verify():
    text = "so it was " * 200 + "awful " + "so it was " * 200 + "vile " + "so it was " * 200
    reader = Reader()
    assert shown(text, reader) == ["awful", "vile"]
    assert sum(len(read) > 2000 for read in reader.read) == 2


def test_what_cannot_be_found_in_a_long_text_is_the_text_as_a_whole():
    assert shown("so it was awful and then " * 200, Reader()) == []


def test_removing_words_leaves_the_rest_as_posted():
    words = [Span(8, 13, 1.0), Span(0, 3, 1.0), Span(2, 4, 1.0)]
    assert removed("You are awful, indeed", words) == "are , indeed"
