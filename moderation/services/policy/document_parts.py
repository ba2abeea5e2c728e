"""Reads the parts of a policy document, and says where one is wrong and what to do about it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from django.conf import settings as site_settings
from django.core.exceptions import ValidationError

from articles.models import Comment
from articles.text import folded, has_something_to_read, storable
from moderation.classifiers.base import Attribute
from moderation.models import Policy, PolicyExample
from moderation.models.clause import HIDE_ABOVE_REMOVE, REVIEW_ABOVE_HIDE, THRESHOLDS
from moderation.models.clause_rules import LISTS, Rule, validate_rules
from moderation.models.notice_texts import validate_notice_texts
from moderation.models.unread import validate_unread
from moderation.quotations import LONGEST_QUOTE
from moderation.services.policy import drafting, intake, proposing

T = TypeVar("T")
CLAUSE_OPTIONS = ("quotes", "attribute", *THRESHOLDS, "rules", "notices")
NUMBERS = ("approvals_of_new_authors", "record_minimum", "record_days")


class DocumentError(ValueError):
    """A document cannot be read; the message names the place and the next step."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.place, self.problem = place, problem


def members(
    value: Any, place: str, required: Collection[str], optional: Collection[str] = ()
) -> Mapping[str, Any]:
    """`value` as an object with the keys of `required`, perhaps with those of `optional`."""
    known = [*required, *optional]
    if not isinstance(value, Mapping):
        raise DocumentError(place, f"Write an object with {', '.join(known)}.")
    for name in value:
        if name not in known:
            raise DocumentError(
                _in(place, name),
                f"This key is not known. Delete it, or use one of: {', '.join(known)}.",
            )
    for name in required:
        if name not in value:
            raise DocumentError(_in(place, name), "This is missing. Add it.")
    return value


def several(value: Any, place: str, read: Callable[[Any, str], T]) -> list[T]:
    """Each member of a list, read by `read`."""
    if not isinstance(value, list):
        raise DocumentError(place, "Write a list, [ … ].")
    return [read(one, f"{place}[{number}]") for number, one in enumerate(value)]


def policy_text(value: Any) -> str:
    """The text of a policy, given line by line.  It may be empty, as a new draft is."""
    text = _lines(value, "text")
    if len(text) > drafting.LONGEST_TEXT:
        raise DocumentError(
            "text",
            f"It has {len(text):,} characters and may have {drafting.LONGEST_TEXT:,}. Shorten it.",
        )
    return text


def clause(value: Any, place: str) -> dict[str, Any]:
    """The fields of a clause."""
    given = members(value, place, ("quote",), CLAUSE_OPTIONS)
    quote = _readable(given["quote"], _in(place, "quote"), LONGEST_QUOTE)
    fields: dict[str, Any] = {"quote": quote, "attribute": _attribute(given, place)}
    fields |= _thresholds(given, place)
    rules = _in(place, "rules")
    fields["rules"] = tuple(several(given.get("rules", []), rules, _rule))
    if len(fields["rules"]) > drafting.MOST_RULES:
        raise DocumentError(
            rules, f"A clause has {drafting.MOST_RULES} rules at most. Join some of them."
        )
    quotes = _by_language(given.get("quotes", {}), _in(place, "quotes"), _string)
    for language, own in quotes.items():
        _readable(own, _in(place, f"quotes.{language}"), LONGEST_QUOTE)
    fields["quotes"] = quotes
    if "notices" in given:
        fields["notice_texts"] = _notice_texts(given["notices"], _in(place, "notices"))
    return fields


def check_clauses(text: str, clauses: Sequence[Mapping[str, Any]]) -> None:
    """Raise DocumentError for a quote that `text` does not say, or a clause that stands twice."""
    if len(clauses) > drafting.MOST_CLAUSES:
        raise DocumentError(
            "clauses", f"A policy has {drafting.MOST_CLAUSES} clauses at most. Join some of them."
        )
    known: dict[tuple[str, str], int] = {}
    for number, own in enumerate(clauses):
        place, quote = f"clauses[{number}].quote", own["quote"]
        if not proposing.says(text, quote):
            raise DocumentError(
                place,
                f"The text of the policy does not say “{quote}”. Copy the words from the text.",
            )
        first = known.setdefault((folded(quote), own["attribute"]), number)
        if first != number:
            raise DocumentError(
                place,
                f"“{quote}” stands in clauses[{first}] too, which measures the same. "
                "Delete one of them.",
            )


def texts(value: Any) -> dict[str, str]:
    """The text of a policy in other languages, each given line by line."""
    found = _by_language(value, "texts", _lines)
    for language, text in found.items():
        _readable(text, f"texts.{language}", drafting.LONGEST_TEXT)
    return found


def check_translations(texts: Mapping[str, str], clauses: Sequence[Mapping[str, Any]]) -> None:
    """Raise DocumentError unless each of `texts` says the words that each clause has there."""
    for number, own in enumerate(clauses):
        place = f"clauses[{number}].quotes"
        for language in {**texts, **own["quotes"]}:
            if language not in own["quotes"]:
                raise DocumentError(_in(place, language), "This is missing. Copy it from the text.")
            if not proposing.says(texts.get(language, ""), own["quotes"][language]):
                told = f"The text “{language}” does not say it. Copy the words from “texts”."
                raise DocumentError(_in(place, language), told)


def example(value: Any, place: str) -> dict[str, str]:
    """The fields of an example."""
    given = members(value, place, ("expectation", "text"))
    _one_of(given["expectation"], _in(place, "expectation"), PolicyExample.Expectation.values)
    text = _readable(given["text"], _in(place, "text"), Comment.MAX_LENGTH)
    return {"expectation": given["expectation"], "text": text}


def check_examples(examples: Sequence[Mapping[str, str]]) -> None:
    """Raise DocumentError where two examples have one text."""
    known: dict[str, int] = {}
    for number, own in enumerate(examples):
        first = known.setdefault(own["text"], number)
        if first != number:
            raise DocumentError(
                f"examples[{number}].text",
                f"This text stands in examples[{first}] too. Delete one of them.",
            )


def settings(value: Any) -> dict[str, Any]:
    """The settings of pre-moderation that `value` names."""
    given = dict(members(value, "intake", (), intake.FIELDS))
    for name, setting in given.items():
        place = f"intake.{name}"
        if name == "moderation":
            _one_of(setting, place, ["", *Policy.Moderation.values])
        elif name in NUMBERS and (not isinstance(setting, int) or isinstance(setting, bool)):
            raise DocumentError(place, "Write a whole number.")
        elif name == "record_share" and setting is not None:
            given[name] = _probability(setting, place)
    try:
        Policy(**given).clean_fields(exclude=["article"])
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise DocumentError(f"intake.{name}", " ".join(messages)) from error
    return given


def unread(value: Any) -> dict[str, str]:
    """The verdicts on comments in languages that the classifier does not read."""
    if not isinstance(value, Mapping):
        raise DocumentError("unread", 'Write an object, such as {"others": "hold"}.')
    try:
        validate_unread(value)
    except ValidationError as error:
        raise DocumentError("unread", " ".join(error.messages)) from error
    return dict(value)


def _in(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _one_of(value: Any, place: str, known: Collection[str]) -> None:
    if not isinstance(value, str) or value not in known:
        listed = ", ".join(f"“{one}”" for one in known)
        raise DocumentError(place, f"“{value}” is not known. Write one of: {listed}.")


def _string(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise DocumentError(place, "Write a text in quotation marks.")
    if storable(value) != value:
        raise DocumentError(
            place,
            "It has a NUL, a carriage return or half of a surrogate pair. Delete that.",
        )
    return value


def _readable(value: Any, place: str, longest: int) -> str:
    text = _string(value, place)
    if not has_something_to_read(text):
        raise DocumentError(place, "It is empty. Write something, or delete the whole entry.")
    if len(text) > longest:
        raise DocumentError(
            place, f"It has {len(text):,} characters and may have {longest:,}. Shorten it."
        )
    return text


def _lines(value: Any, place: str) -> str:
    lines = several(value, place, _string)
    for number, line in enumerate(lines):
        if "\n" in line:
            raise DocumentError(f"{place}[{number}]", "Write each line as a text of its own.")
    if not lines:
        raise DocumentError(place, 'Write at least one line; [""] is an empty text.')
    return "\n".join(lines)


def _attribute(given: Mapping[str, Any], place: str) -> str:
    if "attribute" not in given:
        return ""
    _one_of(given["attribute"], _in(place, "attribute"), list(Attribute))
    return str(given["attribute"])


def _thresholds(given: Mapping[str, Any], place: str) -> dict[str, float]:
    named = [name for name in THRESHOLDS if name in given]
    if "attribute" not in given:
        if named:
            raise DocumentError(
                _in(place, named[0]),
                "A threshold needs an attribute. Name the attribute, or delete the threshold.",
            )
        return {}
    members(given, place, ("queue_at", "hold_at"), tuple(given))
    found = {name: _probability(given[name], _in(place, name)) for name in named}
    if found["queue_at"] > found["hold_at"]:
        raise DocumentError(_in(place, "queue_at"), f"{REVIEW_ABOVE_HIDE} Lower it.")
    if found["hold_at"] > found.get("remove_at", 1.0):
        raise DocumentError(_in(place, "hold_at"), f"{HIDE_ABOVE_REMOVE} Lower it.")
    return found


def _probability(value: Any, place: str) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= 1:
        raise DocumentError(place, "Write a number from 0 to 1.")
    return float(value)


def _by_language(value: Any, place: str, read: Callable[[Any, str], str]) -> dict[str, str]:
    given = members(value, place, (), tuple(dict(site_settings.LANGUAGES)))
    return {language: read(text, _in(place, language)) for language, text in given.items()}


def _notice_texts(value: Any, place: str) -> dict[str, str]:
    texts = _by_language(value, place, _lines)
    for language, text in texts.items():
        try:
            validate_notice_texts({language: text})
        except ValidationError as error:
            raise DocumentError(_in(place, language), " ".join(error.messages)) from error
    return texts


def _rule(value: Any, place: str) -> Rule:
    given = dict(members(value, place, ("kind", "verdict"), ("language", "entries", "limit")))
    other = "limit" if given["kind"] in list(LISTS) else "entries"
    if other in given:
        raise DocumentError(_in(place, other), f"“{given['kind']}” has none. Delete it.")
    if "entries" in given:
        given["entries"] = _lines(given["entries"], _in(place, "entries"))
    try:
        validate_rules([given])
    except ValidationError as error:
        raise DocumentError(place, " ".join(error.messages)) from error
    return Rule.parse(given)
