"""Policies as documents that can be kept in files: text, clauses, examples and settings.

The format is described in docs/policy-documents.md.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from articles.text import storable
from moderation.models import Clause, Policy, PolicyVersion
from moderation.models.clause_rules import LISTS, Rule
from moderation.services.policy import document_parts as parts
from moderation.services.policy import intake
from moderation.services.policy.document_parts import DocumentError

FORMAT = "comity-policy/1"
SETTINGS = {name: getattr(Policy(), name) for name in intake.FIELDS}


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    """A clause of a document; without an attribute it has no thresholds."""

    quote: str
    attribute: str = ""
    queue_at: float = 1.0
    hold_at: float = 1.0
    remove_at: float | None = None
    rules: tuple[Rule, ...] = ()
    notice_texts: Mapping[str, str] = field(default_factory=dict)
    quotes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, clause: Clause) -> "ClauseEntry":
        # Lists that an editor typed in a browser have its line ends.
        rules = tuple(replace(rule, entries=storable(rule.entries)) for rule in clause.own_rules)
        texts = {one: storable(text) for one, text in sorted(clause.notice_texts.items())}
        if not clause.attribute:
            return cls(clause.quote, rules=rules, notice_texts=texts, quotes=clause.quotes)
        thresholds = (clause.queue_at, clause.hold_at, clause.remove_at)
        attribute = str(clause.attribute)
        return cls(clause.quote, attribute, *thresholds, rules, texts, clause.quotes)

    def clause(self) -> Clause:
        """Return a new clause that is not stored."""
        return Clause(
            quote=self.quote,
            attribute=self.attribute,
            queue_at=self.queue_at,
            hold_at=self.hold_at,
            remove_at=self.remove_at,
            rules=[rule.data() for rule in self.rules],
            notice_texts=dict(self.notice_texts),
            quotes=dict(self.quotes),
        )

    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"quote": self.quote}
        if self.quotes:
            data["quotes"] = dict(sorted(self.quotes.items()))
        if self.attribute:
            data |= {"attribute": self.attribute, "queue_at": self.queue_at}
            data["hold_at"] = self.hold_at
            if self.remove_at is not None:
                data["remove_at"] = self.remove_at
        if self.rules:
            data["rules"] = [_rule_data(rule) for rule in self.rules]
        if self.notice_texts:
            data["notices"] = {
                language: text.split("\n") for language, text in self.notice_texts.items()
            }
        return data


@dataclass(frozen=True, slots=True)
class ExampleEntry:
    """A text that must be flagged or must pass."""

    expectation: str
    text: str

    def data(self) -> dict[str, Any]:
        return {"expectation": self.expectation, "text": self.text}


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """A policy as a file says it.

    `examples` and `settings` are None where the file says nothing about them.
    `settings` has those of pre-moderation that differ from the defaults; `unread` the verdicts
    on comments in languages that the classifier does not read; `texts` the text in other languages.
    """

    text: str
    clauses: tuple[ClauseEntry, ...]
    examples: tuple[ExampleEntry, ...] | None = None
    settings: Mapping[str, Any] | None = None
    unread: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """Return what `read` reads, in the order in which it is written."""
        data: dict[str, Any] = {"format": FORMAT, "text": self.text.split("\n")}
        if self.texts:
            texts = sorted(self.texts.items())
            data["texts"] = {language: text.split("\n") for language, text in texts}
        data["clauses"] = [clause.data() for clause in self.clauses]
        if self.unread:
            data["unread"] = dict(sorted(self.unread.items()))
        if self.examples is not None:
            data["examples"] = [example.data() for example in self.examples]
        if self.settings is not None:
            data["intake"] = differing(self.settings)
        return data


def content_of(version: PolicyVersion) -> PolicyDocument:
    """The text and the clauses of `version`, which are frozen with it."""
    clauses = tuple(map(ClauseEntry.of, version.clauses.all()))
    texts = {language: storable(text) for language, text in version.texts.items()}
    return PolicyDocument(storable(version.text), clauses, unread=version.unread, texts=texts)


def document_of(version: PolicyVersion) -> PolicyDocument:
    """`version` with the examples and settings of its policy, which are not versioned."""
    content, policy = content_of(version), version.policy
    examples = (ExampleEntry(own.expectation, storable(own.text)) for own in policy.examples.all())
    names = intake.FIELDS if policy.is_default else ("moderation",)
    settings = {name: getattr(policy, name) for name in names}
    return replace(content, examples=tuple(examples), settings=differing(settings))


def write(version: PolicyVersion) -> dict[str, Any]:
    """`version` as data that `read` reads."""
    return document_of(version).data()


def differing(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `settings` that differ from the defaults, in a fixed order."""
    return {
        name: settings[name]
        for name, default in SETTINGS.items()
        if name in settings and settings[name] != default
    }


def dumps(document: PolicyDocument) -> str:
    """`document` as it is written into a file: the same text for the same document."""
    return json.dumps(document.data(), indent=2, ensure_ascii=False) + "\n"


def loads(content: bytes) -> PolicyDocument:
    """Read a file.  Raises DocumentError."""
    written = decoded(content)
    try:
        data = json.loads(written, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise DocumentError(place, f"This is not JSON: {error.msg}. Correct it there.") from error
    except DocumentError:
        raise
    except (ValueError, RecursionError) as error:
        raise DocumentError("", f"This is not JSON that can be read: {error}.") from error
    return read(data)


def decoded(content: bytes) -> str:
    """The text of a file.  Raises DocumentError where it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"byte {error.start + 1}", "This is not UTF-8. Save the file as UTF-8 and try again."
        ) from error


def read(data: Any) -> PolicyDocument:
    """Read a document from what JSON says.

    Raises DocumentError at the first fault, with its place and the next step.
    """
    if isinstance(data, Mapping) and data.get("format", FORMAT) != FORMAT:
        raise DocumentError("format", f"“{data['format']}” is not known. Write “{FORMAT}”.")
    optional = ("texts", "unread", "examples", "intake")
    given = parts.members(data, "", ("format", "text", "clauses"), optional)
    text = parts.policy_text(given["text"])
    clauses = parts.several(given["clauses"], "clauses", parts.clause)
    examples = (
        parts.several(given["examples"], "examples", parts.example)
        if ("examples" in given)
        else None
    )
    texts = parts.texts(given.get("texts", {}))
    parts.check_clauses(text, clauses)
    parts.check_translations(texts, clauses)
    parts.check_examples(examples or [])
    return PolicyDocument(
        text,
        tuple(ClauseEntry(**clause) for clause in clauses),
        None if examples is None else tuple(ExampleEntry(**example) for example in examples),
        differing(parts.settings(given["intake"])) if "intake" in given else None,
        parts.unread(given.get("unread", {})),
        texts,
    )


def _rule_data(rule: Rule) -> dict[str, Any]:
    """The rule with a line for each entry, so that version control shows which one changed."""
    data = rule.data()
    return {**data, "entries": rule.entries.split("\n")} if rule.kind in LISTS else data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, value in pairs:
        if name in data:
            raise DocumentError(name, "This key stands twice in one object. Delete one of them.")
        data[name] = value
    return data


def _no_number(written: str) -> Any:
    raise DocumentError("", f"“{written}” is not a number of JSON. Write a number from 0 to 1.")
