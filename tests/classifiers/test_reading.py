"""Chunks that depend on each other are found by their traits."""

import pytest

from moderation.classifiers.linear.reading import dependent_runs


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("You i d i o t. x&nbsp;y", [["i", "d", "i", "o", "t."], ["x&nbsp;y"]]),
        ("a b you", []),
        ("a b c!!", [["a", "b", "c!!"]]),
        ("a 1 b-c", [["a", "1", "b-c"]]),
        ("&nbsp; &nbsp;", [["&nbsp;"], ["&nbsp;"]]),
        ("You are an idiot.", []),
        ("", []),
    ],
)
def test_letters_in_a_row_and_loose_chunks_are_dependent(shipped, text, runs):
    cache, chunks = shipped.model._cache, text.split()
    numbers = cache.numbers(chunks)
    traits = cache.traits[numbers].tobytes()
    assert [chunks[run] for run in dependent_runs(traits)] == runs
