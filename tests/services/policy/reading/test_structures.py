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
        "You warrant that your comments (i) are free of insults; (ii) have no tall hats.",
        "# Please don't!\n\n- insults\n- tall hats",
        "It is for one of the following reasons:\n- insults\n- tall hats",
        "# What goes?\n\nNo:\n- insults\n- tall hats",
    ],
)
def test_a_list_forbids_its_items_however_it_is_introduced(text):
    assert read(text)[:2] == INSULTS_AND_HATS


def test_what_a_list_asks_for_is_a_rule_unless_it_is_about_the_site():
    text = "We ask you to:\n- wear tall hats\n- choose a safe password\n- be kind"
    assert read(text) == [("person", "wear tall hats"), ("toxicity", "be kind")]


def test_deeds_beside_one_that_is_known_are_forbidden_too():
    assert read(
        "The forum must not be used to advertise, to wear tall hats or to insult others."
    ) == [
        ("links", "advertise"),
        ("person", "wear tall hats"),
        ("personal_attack", "insult"),
    ]


def test_a_row_is_forbidden_where_the_other_column_says_what_happens():
    text = (
        "| What you do | What happens |\n|---|---|\n"
        "| Wear tall hats | A warning |\n| Insult us | Both closed |\n| Ask | Welcome |\n"
    )
    assert read(text) == [("person", "Wear tall hats"), ("personal_attack", "Insult us")]


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


FORBIDDEN_WITHOUT_SAYING_SO = {
    "Wearing tall hats is for the races.": "Wearing tall hats",
    "If you wear tall hats, you're gone.": "wear tall hats",
    "Wer hohe Hüte trägt, verliert seinen Platz.": "hohe Hüte trägt",
    "Please keep tall hats for the races.": "tall hats",
    "Tall hats – please don't.": "Tall hats",
    "Tall hats cost you your place here.": "Tall hats",
    "Tall hats belong on your own site.": "Tall hats",
    "Tall hats annoy everybody, so we remove them.": "Tall hats",
    "You undertake that your comment:\n- is not written in verse": "written in verse",
    "<dl><dt>Racism</dt><dd>x</dd><dt>Threats</dt><dd>y</dd><dt>Hats</dt><dd>z</dd></dl>": "Hats",
}


def test_what_follows_from_it_or_where_it_belongs_forbids_a_thing_too():
    for text, forbidden in FORBIDDEN_WITHOUT_SAYING_SO.items():
        quotes = [quote for _, quote in read(text)]
        assert any(forbidden in quote for quote in quotes), text


def test_deeds_of_the_site_and_what_is_allowed_are_no_prohibitions():
    for text in (
        "Editing is kept to a minimum.",
        "Swearing in quotations is fine.",
        "Slagging off the paper is a national sport.",
        "If you think a comment threatens you, call us.",
        "Please keep the discussion open for others.",
        "Wer Fragen hat, wendet sich an uns.",
    ):
        assert read(text) == [], text


def test_words_without_a_known_kind_are_judged_by_whom_they_are_about():
    text = "Not here:\n- getting at a committee member\n- potty language\n- hats"
    assert [kind for kind, _ in read(text)] == ["personal_attack", "profanity", "person"]
