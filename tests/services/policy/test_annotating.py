import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.services.policy.annotating import annotated
from tests.factories import make_clause


def told(text, *quotes):
    found = annotated(text, [make_clause(quote=quote) for quote in quotes])
    return [(piece.text, piece.clauses, piece.is_unread) for piece in found.pieces]


def test_the_text_shows_its_clauses_and_what_is_not_a_clause_yet():
    assert told("We remove insults and threats.", "insults") == [
        ("We remove ", (), False),
        ("insults", (0,), False),
        (" and ", (), False),
        ("threats", (), True),
        (".", (), False),
    ]


def test_clauses_may_quote_words_within_the_words_of_another():
    assert told("No personal attacks.", "personal attacks", "attacks") == [
        ("No ", (), False),
        ("personal ", (0,), False),
        ("attacks", (0, 1), False),
        (".", (), False),
    ]


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("Thanks for reading. We read every comment.", []),
        ("No insults. No INSULTS.", ["insults"]),
        ("We do not edit comments.", []),
        ("", []),
    ],
)
def test_only_what_forbids_something_is_open(text, unread):
    assert [words.lower() for words in annotated(text, []).unread] == unread


@given(st.text(), st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_the_pieces_make_up_the_text(text, quotes):
    found = annotated(text, [make_clause(quote=quote) for quote in quotes])
    assert "".join(piece.text for piece in found.pieces) == text
    assert all(0 < len(words) <= 300 for words in found.unread)
