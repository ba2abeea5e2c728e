"""Where a posted text says that something is forbidden: lists, columns, clauses, quotations."""

import pytest

from moderation.services.policy.reading import read_policy
from tests.services.policy.reading.marked import named


def read(text: str) -> list[tuple[str, str]]:
    return [named(one) for one in read_policy(text).prohibitions]


INSULTS_AND_HATS = [("personal_attack", "insults"), ("person", "tall hats")]


@pytest.mark.parametrize(
    "text",
    [
        "👎 insults\n👎 tall hats\n👍 wit",
        "NO: insults, tall hats, threads about chess.\n\nYES: wit.",
        "The following will be hidden and, where needed, reported: insults, tall hats, chess.",
        "We step in when somebody posts\n- insults\n- tall hats",
        "I delete: insults, tall hats, chess. I don't delete: wit.",
        "Members undertake not to post,\n- insults,\n- tall hats.",
        "2.0 Conduct. Users shall not post:\n   a. insults;\n   b. tall hats.",
    ],
)
def test_a_list_forbids_its_items_however_it_is_introduced(text):
    assert read(text)[:2] == INSULTS_AND_HATS


def test_clauses_that_begin_alike_are_a_list():
    text = "We delete comments that swear, that wear tall hats or that threaten others."
    assert read(text) == [
        ("profanity", "swear"),
        ("person", "wear tall hats"),
        ("threat", "threaten others"),
    ]


def test_a_column_that_gives_reasons_forbids_nothing():
    text = "| We remove | Why |\n|---|---|\n| Insults | They drive people away |\n"
    assert read(text) == [("personal_attack", "Insults")]


def test_sentences_without_capitals_are_sentences():
    text = "hello there. don't swear. we love chess."
    assert read(text) == [("profanity", "swear")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We remove unkind words about other readers.", "personal_attack"),
        ("We remove remarks that demean a person's religion.", "identity_attack"),
        ("We remove posts that disparage immigrants.", "identity_attack"),
        ("We remove unkind words.", "toxicity"),
    ],
)
def test_whom_unkind_words_are_on_decides_their_attribute(text, kind):
    assert [attribute for attribute, _ in read(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Removed comments leave a mark in the thread.",
        "Officials may not vote.",
        "A contributor whose comment was removed may ask why.",
        "Ihr könnt euer Profil jederzeit löschen.",
        "The board gives no investment advice.",
        "We do not prohibit a comment merely because some find it offensive.",
    ],
)
def test_what_the_site_does_is_no_prohibition(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("We remove *vulgar* language.", "vulgar"),
        ("Do not:\n- *Attack the resident who made* the point", "Attack the resident"),
    ],
)
def test_a_quotation_ends_before_a_lone_sign_and_an_unfinished_clause(text, quote):
    assert [one.quote for one in read_policy(text).prohibitions] == [quote]
