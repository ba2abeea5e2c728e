"""The text with its clauses: words become clauses, and clauses move to a new text."""

import pytest

from moderation.services.policy import drafting
from tests.factories import rule
from tests.views.policy_editor.forms import read, said

pytestmark = pytest.mark.django_db


def clauses(policy):
    return drafting.draft_of(policy=policy).clauses.all()


def test_the_text_shows_the_number_of_each_clause_and_what_is_not_one_yet(client, policy, address):
    typed = read(client.get(address)).fields
    typed["text"] += " No threats, and no <b>spam</b>."
    page = client.post(address, typed | {"save": ""}, follow=True).content.decode()
    marked = '<mark class="look-0">profanity<sup><a href="#clause-1">1</a></sup></mark>'
    assert marked in page
    assert 'id="clause-1"' in page
    assert '<span class="unread">threats</span>' in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize("field", ["make_clause", "words"])
def test_words_of_the_text_become_a_clause(client, policy, address, field):
    typed = read(client.get(address)).fields
    typed["text"] += " No threats."
    response = client.post(address, typed | {"make_clause": "", field: "THREATS"})
    assert response.url == f"{address}#clause-3"
    newest = clauses(policy).last()
    assert (newest.quote, newest.attribute, newest.queue_at) == ("THREATS", "threat", 0.4)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("blasphemy", "The text of the policy does not say “blasphemy”."),
        (" ", "Select words of the text, or type them, for a clause."),
    ],
)
def test_words_that_are_not_in_the_text_are_refused_and_nothing_is_lost(
    client, policy, address, words, message
):
    typed = read(client.get(address)).fields | {"text": "We do not permit profanity. More."}
    response = client.post(address, typed | {"make_clause": "", "words": words})
    assert (response.status_code, said(response)) == (400, [message])
    assert read(response).fields["text"] == "We do not permit profanity. More."
    assert clauses(policy).count() == 2


def test_clauses_move_to_a_new_text_and_keep_their_thresholds_and_rules(client, policy, address):
    typed = read(client.get(address)).fields
    typed |= {
        "clauses-1-hold_at": "77",
        "clauses-1-rules-0-kind": "words",
        "clauses-1-rules-0-value": "lout",
    }
    client.post(address, typed | {"save": ""})
    typed = read(client.get(address)).fields
    typed["text"] = "We remove swearing, and we remove abuse of other readers. No threats."
    response = client.post(address, typed | {"propose": ""})
    assert said(response) == ["Nothing is saved yet. Read below what would change, then save."]
    moved = response.context["screen"].moved
    assert (moved.new, moved.gone) == (["threats"], [])
    assert moved.changed == [
        ("profanity", "swearing"),
        ("personal attacks", "abuse of other readers"),
    ]
    assert clauses(policy)[1].quote == "personal attacks"
    client.post(address, read(response).fields | {"save": ""})
    stored = [(clause.attribute, clause.hold_at, clause.rules) for clause in clauses(policy)]
    assert stored == [
        ("profanity", 0.9, []),
        ("personal_attack", 0.77, [rule("words", "lout")]),
        ("threat", 0.7, []),
    ]


def test_a_clause_whose_words_are_gone_is_saved_and_not_published(client, policy, address):
    typed = read(client.get(address)).fields
    typed["text"] = "Swearing will be taken down."
    response = client.post(address, typed | {"propose": ""})
    assert response.context["screen"].moved.gone == ["personal attacks"]
    fields = read(response).fields
    assert fields["clauses-0-quote"] == "Swearing"
    response = client.post(address, fields | {"save": ""}, follow=True)
    needs = (
        "The text of the policy does not say “personal attacks”. Quote other words, or strike "
        "this clause."
    )
    page = response.content.decode()
    assert needs in page
    assert "1 clause needs words of the text" in page
    assert [clause.quote for clause in clauses(policy)] == ["Swearing", "personal attacks"]
    response = client.post(address, fields | {"publish": ""})
    assert response.status_code == 409
    assert drafting.published(policy).number == 1


def test_a_clause_without_words_keeps_all_that_was_typed_in_it(client, policy, address):
    typed = read(client.get(address)).fields
    typed |= {
        "clauses-2-attribute": "threat",
        "clauses-2-queue_at": "33",
        "clauses-2-rules-0-kind": "words",
        "clauses-2-rules-0-value": "bludgeon",
    }
    page = client.post(address, typed | {"save": ""}, follow=True).content.decode()
    assert "This clause has no words yet." in page
    last = clauses(policy).last()
    assert (last.quote, last.attribute, last.queue_at) == ("", "threat", 0.33)
    assert last.rules == [rule("words", "bludgeon")]


def test_a_clause_without_words_takes_those_that_are_found(client, policy, address):
    typed = read(client.get(address)).fields
    typed |= {"clauses-2-attribute": "threat", "clauses-2-queue_at": "33"}
    typed["text"] += " No threats."
    response = client.post(address, typed | {"propose": ""})
    assert response.context["screen"].moved.changed == [("", "threats")]
    assert read(response).fields["clauses-2-queue_at"] == "33"


def test_words_that_were_typed_just_now_are_not_replaced(client, policy, address):
    typed = read(client.get(address)).fields
    typed |= {"clauses-0-quote": "profanitee"}
    response = client.post(address, typed | {"propose": ""})
    assert response.context["screen"].moved.gone == ["profanitee"]


def test_a_clause_for_people_is_said_to_be_one(client, policy, address):
    typed = read(client.get(address)).fields
    typed["text"] += " Stay on topic."
    said_so = "For people: software looks for nothing."
    assert said_so not in client.get(address).content.decode()
    client.post(address, typed | {"make_clause": "Stay on topic"})
    assert client.get(address).content.decode().count(said_so) == 1


def test_empty_thresholds_get_what_is_usual_for_what_is_measured(client, policy, address):
    typed = read(client.get(address)).fields
    typed["text"] += " No threats. Stay on topic."
    typed |= {
        "clauses-2-quote": "threats",
        "clauses-2-attribute": "threat",
        "clauses-2-hold_at": "30",
    }
    client.post(address, typed | {"save": ""})
    assert (clauses(policy)[2].queue_at, clauses(policy)[2].hold_at) == (0.3, 0.3)
    typed = read(client.get(address)).fields | {"clauses-3-quote": "Stay on topic"}
    client.post(address, typed | {"save": ""})
    assert (clauses(policy)[3].queue_at, clauses(policy)[3].hold_at) == (1.0, 1.0)
    assert read(client.get(address)).fields["clauses-3-queue_at"] == ""


def test_clauses_whose_words_are_gone_are_struck_at_once_and_saved_later(client, policy, address):
    typed = read(client.get(address)).fields | {"text": "No profanity, please."}
    assert "Remove the clauses without words" not in client.get(address).content.decode()
    response = client.post(address, typed | {"remove_gone": ""})
    assert said(response)[0].startswith("1 clause is struck; nothing is saved yet.")
    assert clauses(policy).count() == 2
    client.post(address, read(response).fields | {"save": ""})
    assert [clause.quote for clause in clauses(policy)] == ["profanity"]
