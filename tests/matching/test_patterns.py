import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.matching import patterns


@given(st.text(), st.sampled_from(["a", r"\w+", "[^x]", "(a|b)+c?d", "é|ß|😀"]))
def test_spans_are_offsets_into_the_text_as_posted(text, pattern):
    for start, end in patterns.find(text, pattern):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("colou?r", "Color and COLOUR", ["Color", "COLOUR"]),
        (r"\bcall \d+", "recall 12, call 34", ["call 34"]),
        ("ö", "a\nÖ 😀ö", ["Ö", "ö"]),
        ("x", "\ud800x", ["x"]),
        ("b$", "a b", ["b"]),
    ],
)
def test_patterns_are_found_whatever_the_case(pattern, text, found):
    assert [text[start:end] for start, end in patterns.find(text, pattern)] == found


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(a", "is no pattern that RE2 reads: missing ): (a."),
        ("(?=a)b", "is no pattern that RE2 reads: invalid perl operator: (?=."),
        (r"(a)\1", r"is no pattern that RE2 reads: invalid escape sequence: \1."),
        ("a{1001}", "is no pattern that RE2 reads: invalid repetition size: {1001}."),
        ("x*", "matches texts in which there is nothing."),
        ("x" * 501, "is longer than 500 characters."),
        ("(a+)+$", ""),
    ],
)
def test_what_cannot_be_looked_for_is_refused_with_the_reason(pattern, reason):
    assert patterns.problem(pattern) == reason


def test_a_list_has_an_end():
    assert patterns.problems("a\n" * 201) == ["A list has 200 patterns at most; this one has 201."]
