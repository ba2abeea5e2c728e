import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.models import Clause
from moderation.services.policy import differences, drafting
from tests.factories import make_policy_version


def test_texts_are_compared_word_by_word():
    pieces = differences.of_texts("No insults here.", "No threats here.")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "No "),
        ("removed", "insults"),
        ("added", "threats"),
        ("same", " here."),
    ]


@given(st.text(), st.text())
def test_the_pieces_make_up_both_texts(before, after):
    pieces = differences.of_texts(before, after)
    assert "".join(p.text for p in pieces if p.kind != "added") == before
    assert "".join(p.text for p in pieces if p.kind != "removed") == after


@pytest.mark.django_db
def test_clauses_are_compared_by_what_they_are_about():
    before = make_policy_version()
    after = drafting.draft_of(policy=before.policy)
    profanity, attack = after.clauses.all()
    profanity.hold_at, profanity.words_to_hold = 0.95, "one\ntwo"
    spam = Clause(quote="not be permitted", links_to_hold=3)
    drafting.save(draft=after, text=after.text, clauses=[profanity, spam])
    assert differences.of_clauses(before, after) == [
        "New: “not be permitted”.",
        "Gone: “personal attacks”.",
        "“profanity”: hold at 0.9 → 0.95, words to hold (0 entries) → (2 entries).",
    ]
    assert attack.quote == "personal attacks"
