import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.models import Clause
from moderation.services.policy import differences, drafting
from tests.counted_work import lines_run
from tests.factories import make_policy_version, rule


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
    profanity.hold_at, profanity.rules = 0.95, [rule("words", "one\ntwo")]
    spam = Clause(quote="not be permitted", rules=[rule("links", 3)])
    drafting.save(draft=after, text=after.text, clauses=[profanity, spam])
    assert differences.of_clauses(before, after) == [
        "Added: “not be permitted”.",
        "Deleted: “personal attacks”.",
        "“profanity”: hide until reviewed from 90% → 95%, "
        "words to hide until reviewed off → (2 entries).",
    ]
    assert attack.quote == "personal attacks"


def test_a_word_that_changed_is_found_among_words_that_come_again_and_again():
    before = "No spam. No insults. No threats. No spam here."
    after = "No spam. No abuse. No threats. No links. No spam here."
    pieces = differences.of_texts(before, after)
    assert [p.text for p in pieces if p.kind == "removed"] == ["insults"]
    assert [p.text for p in pieces if p.kind == "added"] == ["abuse", ". No links"]


def steps(before, after):
    own = differences.of_texts.__wrapped__
    return lines_run(lambda: own(before, after), own.__code__.co_filename.__eq__)


WORDS = st.lists(st.sampled_from("abcdefgh.,"), min_size=1, max_size=12)


@given(WORDS, WORDS, st.sampled_from([" ", ". ", "\n\n"]))
def test_the_work_grows_no_faster_than_the_texts(old, new, space):
    def texts(times):
        return tuple(space.join(words * (times // len(words))) for words in (old, new))

    assert steps(*texts(240)) <= 2.5 * steps(*texts(120)) + 200


def test_words_that_change_places_are_compared_in_little_work():
    words = [f"w{number}" for number in range(2_000)]
    assert steps(" ".join(words), " ".join(reversed(words))) < 100 * 2 * len(words)
