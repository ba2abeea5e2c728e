"""Evidence by leaving words out, of a reader whose log odds are sums that a test can count."""

import pytest

from moderation.classifiers.base import Span
from moderation.classifiers.occlusion import fewest_words, words_with_shares
from moderation.classifiers.stretches import blanked

WEIGHTS = {"awful": 4.0, "vile": 3.0, "bad": 2.0, "fine": -1.0}


class Reader:
    """Adds the weights of words, less a limit; `read` holds every text that it was asked about."""

    def __init__(self, limit=1.0):
        self.limit = limit
        self.read: list[str] = []

    def __call__(self, texts):
        self.read += texts
        return [sum(WEIGHTS.get(word, 0.0) for word in text.split()) - self.limit for text in texts]


def true_shares(text):
    spans = [(span.start, span.end) for span in words_with_shares(text, [])]
    return [(span, WEIGHTS.get(text[slice(*span)], 0.0)) for span in spans]


def shown(text, reader, shares=true_shares):
    return [text[span.start : span.end] for span in fewest_words(text, shares, reader)]


def test_words_are_what_stands_between_white_space_without_punctuation():
    text = "You're (awful), 1d10t!!  https://x.org/y 🖕 ..."
    words = words_with_shares(text, [])
    assert [text[word.start : word.end] for word in words] == [
        "You're",
        "awful",
        "1d10t",
        "https://x.org/y",
        "🖕",
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


def test_one_word_that_is_enough_is_the_only_one_tried():
    reader = Reader()
    assert shown("what an awful thing", reader) == ["awful"]
    assert reader.read == ["what an awful thing", "what an       thing", "what an  thing"]


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


def test_the_contribution_of_a_word_is_how_far_the_log_odds_fall_when_it_goes_last():
    text = "vile and so they were and bad and so are all of them"
    assert fewest_words(text, true_shares, Reader()) == [
        Span(0, 4, 3.0),
        Span(26, 29, 2.0),
    ]


def test_a_word_that_a_misleading_share_put_first_is_not_shown():
    text = "what an awful thing they said"
    assert shown(
        text, Reader(), lambda text: [((0, 4), 9.0 * text.startswith("what")), *true_shares(text)]
    ) == ["awful"]


def test_more_than_a_third_of_a_text_is_the_text_as_a_whole():
    assert shown("awful vile thing", Reader()) == []


def test_more_than_six_words_are_the_text_as_a_whole():
    assert shown("awful and so " * 7, Reader()) == []


def test_a_text_below_the_threshold_has_no_evidence():
    assert shown("what a fine thing", Reader()) == []


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_text_without_words_has_no_evidence(text):
    assert shown(text, Reader(limit=-1.0)) == []


@pytest.mark.parametrize("limit", [-9.0, 0.5, 1.5, 2.5, 4.5, 9.5, 12.5])
def test_the_number_of_passes_is_bounded(limit):
    reader = Reader(limit)
    shown("vile bad awful and so they said that it was fine and then again bad bad awful", reader)
    assert len(reader.read) <= 13


def test_a_long_text_is_read_as_a_whole_only_to_verify():
    text = "so it was " * 200 + "awful " + "so it was " * 200 + "vile " + "so it was " * 200
    reader = Reader()
    assert shown(text, reader) == ["awful", "vile"]
    assert sum(len(read.split()) > 500 for read in reader.read) == 2


def test_what_cannot_be_found_in_a_long_text_is_the_text_as_a_whole():
    assert shown("so it was awful and then " * 200, Reader()) == []


def test_blanking_words_leaves_the_rest_where_it_was_posted():
    words = [Span(8, 13, 1.0), Span(0, 3, 1.0), Span(2, 4, 1.0)]
    assert blanked("You are awful, indeed", words) == "    are      , indeed"


def test_words_are_shown_only_where_the_text_without_them_was_read_too():
    def joined(texts):
        return [1.0 if "x--y" in text or "awful" in text else -1.0 for text in texts]

    text = f"{'x' * 40}-awful-y and so on"
    assert shown(text, joined) == []
