import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from moderation.services.policy import checking, shipped

TEXT = "We do not permit insults or links to shops. We remove yodels. [Be kind.]"
# No test of this page needs a database: the command is for those who keep a policy in git.


def check(*arguments) -> tuple[str, str]:
    """What is printed, and why it ended with an error."""
    out = StringIO()
    try:
        call_command("check_policy", *arguments, stdout=out, no_color=True)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.fixture
def file(tmp_path):
    def written(content, name="policy.txt"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return written


def test_the_clauses_of_a_text_are_printed_with_what_is_not_one_yet(file):
    printed, error = check(file(TEXT))
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in printed.splitlines()]
    assert error == ""
    assert ["insults", "personal attack", "50%", "85%", ""] in rows
    assert any(row[0] == "links" and row[1][:14] == "Links, at leas" for row in rows if row)
    assert "Not a clause yet; add one at the desk if it is a rule:" in printed
    assert "- We remove yodels" in printed


def test_programs_get_the_same_as_json(file):
    printed, _ = check(file("We do not permit insults or off-topic comments."), "--json")
    assert json.loads(printed) == {
        "clauses": [
            {
                "quote": "insults",
                "attribute": "personal_attack",
                "queue_at": 0.5,
                "hold_at": 0.85,
            },
            {"quote": "off-topic comments"},
        ],
        "unread": [],
        "problems": [],
        "unchecked": "",
    }


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "The text is empty. Write the rules of the discussion in it."),
        (" \u200b\n", "The text is empty. Write the rules of the discussion in it."),
        ("No insults. " * 20_000, "The text has 240,000 characters and may have 20,000. Keep"),
        ("Welcome to the Harbour Post.", "No rule was found in the text. Say what is not permi"),
        (b"No ins\xfflts.", "byte 7: This is not UTF-8. Save the file as UTF-8 and try again."),
        ('{"format": 1', "line 1, column 13: This is not JSON"),
        ('{"format": "x"}', "format: “x” is not known. Write “comity-policy/1”."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_the_next_step(file, content, told):
    name = file(content)
    _, error = check(name)
    assert error[: len(name) + 2 + len(told)] == f"{name}: {told}"
    printed, again = check(name, "--json")
    assert again == error
    assert f"{name}: {json.loads(printed)['problems'][0]}" == error


def test_a_missing_file_is_named():
    assert check("nowhere.txt") == (
        "",
        "There is no file nowhere.txt. Check its name and folder.",
    )


@pytest.mark.parametrize("own", shipped.available(), ids=lambda own: own.key)
def test_a_shipped_policy_is_all_right(own):
    printed, error = check(f"shipped:{own.key}")
    assert error == ""
    assert "moderators only" in printed


def document(**fields):
    clause = {"quote": "insults", "rules": [{"kind": "links", "verdict": "hold", "limit": 2}]}
    given = {"format": "comity-policy/1", "text": ["No insults."], "clauses": [clause]}
    return json.dumps({**given, **fields})


def test_an_example_that_does_not_hold_is_named(file):
    examples = [
        {"expectation": "flag", "text": "https://a.example https://b.example"},
        {"expectation": "flag", "text": "Kind words."},
    ]
    name = file(document(examples=examples), "policy.json")
    _, error = check(name)
    assert error == (
        f"{name}: examples[1]: linear-2026.11 judges it otherwise. Change the example, or what "
        "its clause looks for."
    )


def test_a_document_that_nobody_could_publish_is_refused(file):
    name = file(document(text=[""], clauses=[]))
    assert check(name)[1] == (
        f"{name}: text: It is empty. Write the rules of the discussion in it.\n"
        f"{name}: clauses: There are none. Add at least one."
    )


def test_without_a_classifier_the_rest_is_checked_and_that_is_said(file, settings):
    settings.CLASSIFIER = "detoxify-of-nobody"
    examples = [{"expectation": "flag", "text": "Kind words."}]
    printed, error = check(file(document(examples=examples)))
    assert error == ""
    assert "The examples were not checked, for no classifier can be used" in printed


def test_the_words_of_a_policy_are_no_markup(file):
    clause = {"quote": "[red]insults[/red]"}
    printed, _ = check(file(document(text=["No [red]insults[/red]."], clauses=[clause])))
    assert "[red]insults[/red]" in printed


def test_nothing_is_wrong_with_a_text_of_the_longest_length():
    assert checking.check_text("No insults. ".ljust(20_000, "x")).problems == []
