import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.matching import patterns
from moderation.matching.problems import Fault


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
    ("pattern", "fault", "detail"),
    [
        ("(a", Fault.NO_PATTERN, "missing ): (a"),
        ("(?=a)b", Fault.NO_PATTERN, "invalid perl operator: (?="),
        (r"(a)\1", Fault.NO_PATTERN, r"invalid escape sequence: \1"),
        ("a{1001}", Fault.NO_PATTERN, "invalid repetition size: {1001}"),
        ("x*", Fault.MATCHES_NOTHING, ""),
        ("x" * 501, Fault.TOO_LONG, ""),
    ],
)
def test_what_cannot_be_looked_for_is_refused_with_the_reason(pattern, fault, detail):
    found = patterns.problem(pattern)
    assert (found.fault, found.detail) == (fault, detail)


def test_an_expression_that_would_backtrack_elsewhere_is_taken():
    assert patterns.problem("(a+)+$") is None


def test_a_list_has_an_end():
    (found,) = patterns.problems("a\n" * 201)
    assert (found.fault, found.number, found.most) == (Fault.TOO_MANY_PATTERNS, 201, 200)
