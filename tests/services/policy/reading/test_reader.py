from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.base import Attribute
from moderation.services.policy.reading import Measure, Prohibition, Reading, read_policy
from tests.services.policy.reading.marked import named, unmarked


def read(text: str) -> list[tuple[str, str]]:
    return [named(one) for one in read_policy(text).prohibitions]


@pytest.mark.parametrize(
    "policy",
    [
        "Do not {profanity: swear}.",
        "You must not {threat: threaten} anyone.",
        "Please refrain from {personal_attack: name-calling}.",
        "{identity_attack: Racism} will not be tolerated.",
        "{links: Adverts} don't belong here.",
        "Zero tolerance for {personal_attack: bullying}.",
        "{personal_attack: Insults} get you banned.",
        "We remove comments if they contain {profanity: profanity}.",
        "Criticism is welcome, {personal_attack: insults} are not.",
        "{personal_attack: Attack the argument, not the person}.",
        "Please {person: stay on topic}.",
        "Can I {links: advertise}? No.",
        "{capitals: Shouting}? Please don't.",
        "{personal_attack: Beleidigungen} löschen wir.",
        "{links: Werbung} ist verboten.",
        "Bitte unterlassen Sie {profanity: Flüche}.",
        "Keine {threat: Drohungen}!",
        "That rules out {profanity: obscenities}.",
        "Whoever {personal_attack: ridicules} others loses the right to comment.",
        "{identity_attack: Slurs} are out. So is {profanity: swearing}.",
        "{identity_attack: Belittling people for their faith} is not allowed.",
        "{links: Ticketverkäufe} löschen wir.",
        "{person: Odes to the mayor} will be taken off.",
    ],
)
def test_a_sentence_that_forbids_is_read(policy):
    marked = unmarked(policy)
    assert read(marked.text) == marked.prohibitions


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thank you for your insults and threats, which we collect.",
        "We do not edit comments, even rude ones.",
        "Criticism of officials is welcome.",
        "You do not have to be polite.",
        "We never delete a comment because it is offensive.",
        "May I swear? Yes.",
        "We welcome:\n- insults in verse\n- threats of cake",
        "Use the report button on abusive comments.",
        "Scharfe Beleidigungen sind erlaubt.",
        "Wir löschen keine Beleidigungen.",
    ],
)
def test_a_sentence_that_forbids_nothing_is_left_alone(text):
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Not allowed:\n- insults\n- spam",
        "Not allowed:\n\n1. insults\n2. spam",
        "We delete:\n(a) insults;\n(b) spam.",
        "## Not allowed\n\n* insults\n* spam",
        "<h2>Not allowed</h2><ul><li>insults</li><li>spam</li></ul>",
        "| Do | Don't |\n|---|---|\n| stay | insults |\n| read | spam |",
        "DO      DON'T\nStay    insults\nRead    spam",
        "❌ insults\n❌ spam",
        "Thumbs down\n\n- insults\n- spam",
        "Not allowed: insults; spam; ",
        "| Kind | What happens |\n|---|---|\n| insults | removed |\n| spam | removed |",
    ],
)
def test_a_list_is_read_under_what_introduces_it_whatever_its_form(text):
    assert read(text) == [("personal_attack", "insults"), ("links", "spam")]


def test_what_follows_a_list_is_not_part_of_it():
    text = "Not allowed:\n- insults\n\nOur reporters write about threats."
    assert read(text) == [("personal_attack", "insults")]


def test_an_item_of_an_unknown_kind_is_left_to_people():
    text = "Please don't:\n- post selfies with swans\n- swear"
    assert read(text) == [("person", "selfies with swans"), ("profanity", "swear")]


def test_what_a_sentence_forbids_is_left_to_people_if_its_kind_is_unknown():
    text = "Please don't feed the swans, and no hats indoors. Please do not yodel. Thank you."
    assert read(text) == [
        ("person", "feed the swans"),
        ("person", "hats indoors"),
        ("person", "yodel"),
    ]


def test_a_sentence_whose_object_is_unclear_is_pointed_out():
    text = "Welcome. We remove yodels. Thank you."
    reading = read_policy(text)
    assert reading.prohibitions == ()
    assert [text[start:end] for start, end in reading.unread] == ["We remove yodels"]


def test_an_item_without_a_verdict_is_forbidden_in_a_list_that_forbids():
    text = "- Racism gets you banned\n- Insults will be removed\n- Swearing, however mild"
    assert read(text)[-1] == ("profanity", "Swearing")


def test_the_words_beside_an_item_of_a_table_say_what_measures_it():
    text = "| Kind | Meaning | We |\n|---|---|---|\n| Red mist | threats | remove it |\n"
    assert read(text) == [("threat", "Red mist")]


@pytest.mark.parametrize(
    "text",
    [
        "We built this page so that people can argue without moving out.",
        "There is no word limit.",
        "Nobody here works at weekends.",
        "Comments may not be answered at night.",
        "Urgent matters should not be reported here; call the police.",
        "Don't panic if your comment takes a while.",
        "We take comments down rather than alter them.",
        "You, and not the publisher, are responsible for what you write.",
        "Wir kürzen und verändern Kommentare nicht.",
        "Es besteht keine Pflicht, den echten Namen anzugeben.",
        "If you don't see your comment, wait an hour.",
    ],
)
def test_a_negation_that_forbids_no_kind_of_comment_is_not_pointed_out(text):
    assert read_policy(text) == Reading((), ())


def test_a_rule_that_is_stated_both_ways_is_one_prohibition():
    text = "Stay on topic. Irrelevant comments will be removed."
    assert read(text) == [("person", "Irrelevant comments")]


def test_a_quotation_holds_no_tags():
    text = "<p>No <b>hate</b> <i>speech</i>, no thr&shy;eats.</p>"
    assert read(text) == [("identity_attack", "speech"), ("threat", "thr&shy;eats")]


def test_a_prohibition_says_where_its_words_stand():
    assert read_policy("No swearing.").prohibitions == (
        Prohibition("swearing", 3, 11, Attribute.PROFANITY, Measure.CLASSIFIER),
    )


PIECES = st.sampled_from(
    """
    no not don't insults threats spam <p> </p> <li> <a &amp; | - * ** # : ; , . ? ! ( ) (a) 1. \n
    \t nicht keine Werbung löschen wir removed allowed welcome unless be civil العربية ❌ <!-- -->
    """.split(" ")  # noqa: SIM905 -- a list of strings would take sixty lines
)


@given(st.text() | st.lists(PIECES, max_size=60).map(" ".join))
def test_whatever_the_text_quotations_are_its_words_in_order(text):
    reading = read_policy(text)
    found = reading.prohibitions
    assert [one.quote for one in found] == [text[one.start : one.end] for one in found]
    assert list(found) == sorted(found, key=lambda one: (one.start, one.end))
    assert all(0 < len(one.quote) <= 300 for one in found)
    assert all(0 <= start < end <= len(text) for start, end in reading.unread)


@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_whatever_the_text_prohibitions_of_a_kind_do_not_overlap(text):
    found = sorted(read_policy(text).prohibitions, key=lambda one: named(one)[0])
    for _, alike in groupby(found, key=lambda one: named(one)[0]):
        places = [(one.start, one.end) for one in alike]
        assert all(end <= start for (_, end), (start, _) in pairwise(places))
