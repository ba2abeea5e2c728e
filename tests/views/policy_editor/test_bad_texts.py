"""Texts as they are pasted: each ends in a sentence with the next step, and nothing is lost."""

import pytest

from moderation.models import Clause
from moderation.services.policy import drafting
from moderation.services.policy.reading import as_shown
from tests.views.policy_editor.forms import read, said

pytestmark = pytest.mark.django_db

PAGE = """<html><head><title>Rules</title><script>if (a < b) steal("no insults");</script></head>
<body><nav><a href="/">Home</a> <a href="/shop">No returns</a></nav>
<h1>House rules</h1><p>No <b>insults</b> &amp; no threats.</p><ul><li>No spam</li></ul>
<footer>No part may be copied.</footer></body></html>"""
LINKS = {"kind": "links", "verdict": "hold", "limit": 3}
NO_RULE = "No rule was found in the text."


def proposed(response):
    return [own.quote for own in response.context["screen"].moved.clauses]


@pytest.fixture
def typed(client, policy, address):
    """The page of an empty draft, with what is not stored yet in its other parts."""
    draft = drafting.draft_of(policy=policy)
    drafting.save(draft=draft, text="", clauses=[])
    return read(client.get(address)).fields | {"example-text": "Half", "moderation": "pre"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The text is empty. Paste or write the rules of the discussion here."),
        (" \n\u200b ", "The text is empty. Paste or write the rules of the discussion here."),
        (
            "No insults. " * 16_667,
            "The text has 200003 characters and may have 20000. Keep the rules, and link to the "
            "rest.",
        ),
    ],
    ids=["empty", "blank", "200,000 characters"],
)
def test_a_text_that_cannot_be_saved(client, address, typed, text, sentence):
    for button in ("save", "propose", "publish"):
        response = client.post(address, typed | {"text": text, button: ""})
        assert response.status_code == 400
        assert sentence in response.content.decode()
        shown = read(response).fields
        kept = [shown[name] for name in ("text", "example-text", "moderation")]
        assert kept == [text, "Half", "pre"]


@pytest.mark.parametrize(
    "text",
    ["We love a good talk.", "يرجى احترام الآخرين.", "Soyez aimables les uns avec les autres."],
    ids=["no rule", "right to left", "another language"],
)
def test_a_text_in_which_no_rule_is_found(client, policy, address, typed, text):
    response = client.post(address, typed | {"text": text, "propose": ""})
    assert [one for one in said(response) if one.startswith(NO_RULE)] == said(response)
    assert read(response).fields["text"] == text
    client.post(address, typed | {"text": text, "save": ""})
    assert drafting.draft_of(policy=policy).text == text
    response = client.post(address, read(client.get(address)).fields | {"publish": ""})
    assert "Press “Propose clauses from the text”" in said(response)[0]


def test_words_of_a_text_from_right_to_left_become_a_clause(client, policy, address, typed):
    text = "ممنوع الإهانات. اكتبوا بلطف."
    response = client.post(
        address, typed | {"text": text, "make_clause": "", "words": "ممنوع الإهانات"}
    )
    assert drafting.draft_of(policy=policy).clauses.get().quote == "ممنوع الإهانات"
    assert "<bdi>ممنوع الإهانات</bdi>" in response.content.decode()


def test_two_languages_in_one_text_are_both_read(client, address, typed):
    text = "No insults, please.\n\nWerbung ist verboten."
    response = client.post(address, typed | {"text": text, "propose": ""})
    assert proposed(response) == ["insults", "Werbung"]
    assert said(response) == ["Nothing is saved yet. Read below what would change, then save."]


def test_a_whole_page_of_html_is_read_and_its_tags_can_be_taken_out(client, policy, address, typed):
    response = client.post(address, typed | {"text": PAGE, "propose": ""})
    assert proposed(response) == ["insults", "threats", "spam"]
    page = response.content.decode()
    assert "The text has HTML tags, and readers would see them as they are." in page
    fields = read(response).fields
    assert fields["text"] == PAGE
    response = client.post(address, fields | {"take_tags_out": ""})
    fields = read(response).fields
    assert fields["text"] == "House rules\n\nNo insults & no threats.\n- No spam"
    assert [fields[f"clauses-{number}-quote"] for number in range(3)] == proposed_quotes()
    assert "The text has HTML tags" not in response.content.decode()
    client.post(address, fields | {"save": ""})
    assert [own.quote for own in drafting.draft_of(policy=policy).clauses.all()] == (
        proposed_quotes()
    )


def proposed_quotes():
    return ["insults", "threats", "spam"]


def test_old_words_that_vanished_are_named_and_keep_what_belongs_to_them(client, policy, address):
    typed = read(client.get(address)).fields | {"text": "Please be brief."}
    response = client.post(address, typed | {"propose": ""})
    assert response.context["screen"].moved.gone == ["profanity", "personal attacks"]
    assert "Quote other words in them, or remove them (all at once" in response.content.decode()
    assert read(response).fields["clauses-0-queue_at"] == typed["clauses-0-queue_at"]


def test_more_rules_than_a_policy_has_clauses_are_said_to_be_left_out(client, address, typed):
    names = [f"{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(drafting.MOST_CLAUSES + 10)]
    text = "Not allowed:\n" + "\n".join(f"- q{name}ish things" for name in names)
    response = client.post(address, typed | {"text": text, "propose": ""})
    assert len(proposed(response)) == drafting.MOST_CLAUSES
    assert "10 more were found than a policy has clauses." in " ".join(
        response.content.decode().split()
    )
    assert response.content.decode().count('aria-label="Make a clause of') == 10


def test_a_clause_more_than_fits_is_refused_and_nothing_is_lost(client, policy, address):
    draft = drafting.draft_of(policy=policy)
    words = [f"w{number}" for number in range(drafting.MOST_CLAUSES)]
    text = f"{' '.join(words)} and more"
    drafting.save(draft=draft, text=text, clauses=[Clause(quote=word) for word in words])
    typed = read(client.get(address)).fields
    response = client.post(address, typed | {"make_clause": "", "words": "more"})
    assert response.status_code == 400
    assert "strike a clause first" in said(response)[0]
    assert draft.clauses.count() == drafting.MOST_CLAUSES
    assert read(response).fields["clauses-119-quote"] == "w119"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<ul><li>One<li>Two</ul>", "- One\n- Two"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a | b"),
        ("<script>x</script><h2>Rules</h2>", "Rules"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("See https://example.org/a?b=1.", "See https://example.org/a?b=1."),
    ],
)
def test_html_becomes_the_text_that_a_browser_shows(html, text):
    assert as_shown(html) == text


def test_the_longest_policy_is_sent_back_as_it_was_drawn(client, policy, address):
    words = [f"w{number}" for number in range(drafting.MOST_CLAUSES)]
    draft = drafting.draft_of(policy=policy)
    clauses = [Clause(quote=word, rules=[LINKS]) for word in words]
    drafting.save(draft=draft, text=" ".join(words), clauses=clauses)
    page = read(client.get(address)).fields
    answer = client.post(address, page | {"text": page["text"] + " more", "save": ""})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.text.endswith("more")
    assert draft.clauses.count() == len(words)
