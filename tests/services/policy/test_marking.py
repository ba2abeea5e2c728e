from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import folded
from moderation.services.policy import proposing
from moderation.services.policy.marking import Segment, found, marked

# Few letters, so that quotes are often found; some fold to several characters.
WRITTEN = st.text(alphabet="ab Bß\n\t\u00a0İ.", max_size=30)


def shown(text, *quotes):
    return [(segment.text, segment.marks) for segment in marked(text, quotes)]


@given(WRITTEN, st.lists(WRITTEN, max_size=4))
def test_the_segments_make_up_the_text(text, quotes):
    assert "".join(segment.text for segment in marked(text, quotes)) == text


@given(WRITTEN, st.lists(WRITTEN, max_size=4))
def test_exactly_the_quotes_that_the_text_says_are_marked(text, quotes):
    told = {mark for segment in marked(text, quotes) for mark in segment.marks}
    assert told == {i for i, quote in enumerate(quotes) if proposing.says(text, quote)}


@given(WRITTEN, st.lists(WRITTEN, max_size=4))
def test_the_words_of_a_mark_are_those_of_its_quote(text, quotes):
    segments = marked(text, quotes)
    for mark in found(text, quotes):
        words = "".join(segment.text for segment in segments if mark in segment.marks)
        assert folded(quotes[mark]) in folded(words)
        assert words.strip() == words


@given(WRITTEN, st.lists(WRITTEN, max_size=4))
def test_no_segment_is_empty_and_neighbours_differ(text, quotes):
    segments = marked(text, quotes)
    assert all(segment.text for segment in segments)
    assert all(a.marks != b.marks for a, b in pairwise(segments))


@pytest.mark.parametrize(
    ("text", "quotes", "expected"),
    [
        ("", ["a"], []),
        ("No spam.", [], [("No spam.", ())]),
        ("No spam.", ["insults", " "], [("No spam.", ())]),
        ("No spam.", ["spam"], [("No ", ()), ("spam", (0,)), (".", ())]),
        ("spam, SPAM", ["Spam"], [("spam", (0,)), (", SPAM", ())]),
        (
            "No personal\n  Attacks!",
            ["personal attacks"],
            [("No ", ()), ("personal\n  Attacks", (0,)), ("!", ())],
        ),
        ("no ads", ["ads", "no ads"], [("no ", (1,)), ("ads", (0, 1))]),
        ("a b c", ["a b", "b c"], [("a ", (0,)), ("b", (0, 1)), (" c", (1,))]),
        ("a b", ["b", "a"], [("a", (1,)), (" ", ()), ("b", (0,))]),
        ("spam", ["spam", "SPAM"], [("spam", (0, 1))]),
        ("Große Straße", ["STRASSE"], [("Große ", ()), ("Straße", (0,))]),
    ],
)
def test_quotes_are_marked_where_they_stand(text, quotes, expected):
    assert shown(text, *quotes) == expected


def test_whole_words_come_before_a_place_inside_a_word():
    assert shown("No heads, no ads.", "ads")[1] == ("ads", (0,))
    assert shown("No heads.", "ads") == [("No he", ()), ("ads", (0,)), (".", ())]


def test_an_expansion_is_marked_as_the_whole_character():
    assert marked("ß", ["s"]) == [Segment("ß", (0,))]
