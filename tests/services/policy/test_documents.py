import json

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.base import Attribute
from moderation.models import Policy, PolicyExample
from moderation.models.clause_rules import LIMITS, VERDICTS, Rule, RuleKind
from moderation.services.policy import documents, drafting
from moderation.services.policy.document_parts import DocumentError
from moderation.services.policy.documents import ClauseEntry, ExampleEntry, PolicyDocument
from tests.factories import make_article, make_clause, rule

QUOTES = ("personal attacks", "profanity", "links to shops", "“Müll” & 🖕", "the same twice")
TEXT = f"We do not permit {', '.join(QUOTES)}."
MINIMAL = {"format": "comity-policy/1", "text": [TEXT], "clauses": []}

lines = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"))
words = st.sampled_from(["moron", "Dummkopf", "c++", "call me", "año", "ugly duck"])
entries = st.lists(words, min_size=1, unique=True).map("\n".join)
probabilities = st.floats(0, 1)


@st.composite
def rules(draw):
    kind, verdict = draw(st.sampled_from(RuleKind)), draw(st.sampled_from(VERDICTS))
    if kind == RuleKind.PATTERNS:
        return Rule(kind, verdict, draw(st.sampled_from([r"\bcall \d{5,}", "a|b\nc+"])))
    if kind in LIMITS:
        return Rule(kind, verdict, limit=draw(st.integers(*LIMITS[kind])))
    language = draw(st.sampled_from(["", "sv"])) if kind == RuleKind.WORDS else ""
    return Rule(kind, verdict, draw(entries), language=language)


@st.composite
def clauses(draw, quote, languages):
    own = tuple(draw(st.lists(rules(), max_size=3)))
    attribute = draw(st.sampled_from(["", *map(str, Attribute)]))
    quotes = dict.fromkeys(languages, quote)
    if not attribute:
        return ClauseEntry(quote, rules=own, quotes=quotes)
    queue, hold, remove = sorted(draw(st.tuples(probabilities, probabilities, probabilities)))
    thresholds = (queue, hold, draw(st.sampled_from([None, remove])))
    return ClauseEntry(quote, attribute, *thresholds, own, quotes=quotes)


@st.composite
def policy_documents(draw):
    quotes = draw(st.lists(st.sampled_from(QUOTES), unique=True))
    texts = st.text(st.sampled_from("ab ä\n🖕"), min_size=1, max_size=20).map("x{}".format)
    examples = st.builds(ExampleEntry, st.sampled_from(["flag", "pass"]), texts)
    unique = st.lists(examples, max_size=3, unique_by=lambda example: example.text).map(tuple)
    intake = st.fixed_dictionaries(
        {},
        optional={
            "moderation": st.sampled_from(["pre", "post"]),
            "approvals_of_new_authors": st.integers(1, 32_767),
            "record_share": probabilities,
            "record_days": st.integers(0, 29),
        },
    )
    written = st.lists(lines, max_size=3).map(lambda own: "\n".join([*own, TEXT]))
    translated = draw(st.dictionaries(st.sampled_from(["de", "fr"]), written))
    return PolicyDocument(
        draw(written),
        tuple(draw(clauses(quote, translated)) for quote in quotes),
        draw(st.none() | unique),
        draw(st.none() | intake),
        texts=translated,
    )


@given(policy_documents())
def test_reading_what_was_written_gives_the_same_document_and_the_same_bytes(document):
    written = documents.dumps(document)
    again = documents.loads(written.encode())
    assert (again, documents.dumps(again)) == (document, written)


@pytest.mark.django_db
def test_a_version_is_written_with_the_examples_and_settings_of_its_policy():
    policy = Policy.objects.create(record_share=0.4)
    PolicyExample.objects.create(policy=policy, expectation="flag", text="You moron.")
    people = make_clause(quote="profanity", attribute="")
    attacks = make_clause(rules=[rule("words", "moron\r\nugly duck"), rule("links", 2)])
    draft = drafting.draft_of(policy=policy)
    drafting.save(draft=draft, text=f"One.\n{TEXT}", clauses=[people, attacks])
    listed = {"kind": "words", "verdict": "hold", "entries": ["moron", "ugly duck"]}
    assert documents.write(draft) == {
        "format": "comity-policy/1",
        "text": ["One.", TEXT],
        "clauses": [
            {"quote": "profanity"},
            {
                "quote": "personal attacks",
                "attribute": "personal_attack",
                "queue_at": 0.5,
                "hold_at": 0.8,
                "rules": [listed, {"kind": "links", "verdict": "hold", "limit": 2}],
            },
        ],
        "examples": [{"expectation": "flag", "text": "You moron."}],
        "intake": {"record_share": 0.4},
    }


@pytest.mark.django_db
def test_the_policy_of_an_article_is_written_without_settings_about_authors():
    policy = Policy.objects.create(article=make_article(), moderation="pre", record_days=7)
    draft = drafting.draft_of(policy=policy)
    assert documents.write(draft)["intake"] == {"moderation": "pre"}


def clause(**fields):
    given = {"quote": "profanity", "attribute": "profanity", "queue_at": 0.5, "hold_at": 0.9}
    merged = {**given, **fields}
    return {"clauses": [{name: value for name, value in merged.items() if value is not None}]}


def with_rule(**fields):
    return clause(rules=[{"kind": "links", "verdict": "hold", "limit": 2, **fields}])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "comity-policy/2"}, "format: “comity-policy/2” is not known."),
        ({"title": "Ours"}, "title: This key is not known. Delete it, or use one of: format,"),
        ({"text": TEXT}, "text: Write a list, [ … ]."),
        ({"text": []}, "text: Write at least one line"),
        ({"text": ["a\nb"]}, "text[0]: Write each line as a text of its own."),
        ({"text": ["a\0b"]}, "text[0]: It has a NUL"),
        ({"text": ["\ud800"]}, "text[0]: It has a NUL, a carriage return or half of a surrogate"),
        ({"text": ["x" * 20_001]}, "text: It has 20,001 characters and may have 20,000."),
        ({"clauses": {}}, "clauses: Write a list, [ … ]."),
        ({"clauses": ["profanity"]}, "clauses[0]: Write an object with quote,"),
        (clause(quote="spam"), "clauses[0].quote: The text of the policy does not say “spam”."),
        (clause(quote=" "), "clauses[0].quote: It is empty."),
        (clause(quote=None), "clauses[0].quote: This is missing. Add it."),
        (clause(attribute="beauty"), "clauses[0].attribute: “beauty” is not known. Write one of"),
        (clause(attribute=None), "clauses[0].queue_at: A threshold needs an attribute."),
        (clause(hold_at=None), "clauses[0].hold_at: This is missing. Add it."),
        (clause(hold_at=1.5), "clauses[0].hold_at: Write a number from 0 to 1."),
        (clause(hold_at=True), "clauses[0].hold_at: Write a number from 0 to 1."),
        (clause(queue_at=0.95), "clauses[0].queue_at: “Review” must not be above “hide”."),
        (clause(remove_at=0.8), "clauses[0].hold_at: “Hide” must not be above “remove”."),
        (clause(note="x"), "clauses[0].note: This key is not known."),
        (with_rule(kind="smell"), "clauses[0].rules[0]: “smell” is no kind of rule; there are"),
        (with_rule(verdict="ban"), "clauses[0].rules[0]: “ban” is no verdict of a rule"),
        (with_rule(limit=0), "clauses[0].rules[0]: “Links, at least” needs a number from 1"),
        (with_rule(entries=["a"]), "clauses[0].rules[0].entries: “links” has none. Delete it."),
        (with_rule(kind=["links"]), "clauses[0].rules[0]: “['links']” is no kind of rule"),
        (
            clause(rules=[{"kind": "words", "verdict": "hold", "entries": ["shit*"]}]),
            "clauses[0].rules[0]: “shit*” has a “*”",
        ),
        (
            clause(rules=[{"kind": "links", "verdict": "hold", "limit": 2}] * 21),
            "clauses[0].rules: A clause has 20 rules at most.",
        ),
        (
            {"clauses": clause()["clauses"] * 2},
            "clauses[1].quote: “profanity” stands in clauses[0]",
        ),
        ({"clauses": clause()["clauses"] * 121}, "clauses: A policy has 120 clauses at most."),
        ({"examples": [{"expectation": "flag"}]}, "examples[0].text: This is missing."),
        ({"examples": [{"expectation": "no", "text": "a"}]}, "examples[0].expectation: “no” is"),
        (
            {"examples": [{"expectation": "flag", "text": "a"}] * 2},
            "examples[1].text: This text stands in examples[0] too.",
        ),
        ({"intake": {"moderation": "never"}}, "intake.moderation: “never” is not known."),
        ({"intake": {"record_days": "7"}}, "intake.record_days: Write a whole number."),
        ({"intake": {"record_days": -1}}, "intake.record_days: "),
        ({"intake": {"record_days": 40_000}}, "intake.record_days: "),
        ({"intake": {"record_share": 2}}, "intake.record_share: Write a number from 0 to 1."),
        ({"intake": {"colour": 1}}, "intake.colour: This key is not known."),
    ],
)
def test_a_fault_is_named_with_its_place_and_the_next_step(change, message):
    with pytest.raises(DocumentError) as refused:
        documents.read({**MINIMAL, **change})
    assert str(refused.value)[: len(message)] == message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"format": ', "line 1, column 12: This is not JSON: Expecting value."),
        (b'{"format": "a", "format": "b"}', "format: This key stands twice in one object."),
        (b'{"format": NaN}', "“NaN” is not a number of JSON."),
        (b"[" * 100_000, "This is not JSON that can be read: "),
        (b'["\xff"]', "byte 3: This is not UTF-8."),
        (b"[]", "Write an object with format, text, clauses, texts, unread, examples, "),
        (b"{}", "format: This is missing. Add it."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(content, message):
    with pytest.raises(DocumentError) as refused:
        documents.loads(content)
    assert str(refused.value)[: len(message)] == message


def test_a_file_with_a_byte_order_mark_is_read():
    content = b"\xef\xbb\xbf" + json.dumps(MINIMAL).encode()
    assert documents.loads(content) == PolicyDocument(TEXT, ())


def test_settings_that_equal_the_defaults_are_not_written():
    document = documents.read({**MINIMAL, "intake": {"record_days": 30, "record_minimum": 6}})
    assert document.data()["intake"] == {"record_minimum": 6}


def test_the_example_in_the_documentation_is_a_document_as_export_writes_it():
    page = (settings.BASE_DIR / "docs" / "policy-documents.md").read_text(encoding="utf-8")
    example = page.split("```json\n")[1].split("```")[0]
    assert documents.dumps(documents.loads(example.encode())) == example
