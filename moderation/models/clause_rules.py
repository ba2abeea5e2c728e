"""The rules of a clause that need no classifier: what breaks each, and with which verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from moderation.matching import entries, patterns
from moderation.models.entry_problems import sentence
from moderation.models.unread import is_code

PROBLEMS_SHOWN = 10
# The mildest first
VERDICTS = ("queue", "hold", "remove")
# PostgreSQL's limit for a small integer; SQLite has none
HIGHEST = 32_767


class RuleKind(models.TextChoices):
    WORDS = "words", _("Listed words")
    PATTERNS = "patterns", _("Patterns")
    NAMES = "names", _("Listed names of authors")
    LINKS = "links", _("Links, at least")
    REPEATS = "repeats", _("The same text within a day, times at least")
    CAPITALS = "capitals", _("Capital letters, per cent at least")
    ACCOUNT_AGE = "account_age", _("Account younger than, days")


# Kinds with entries, one a line, and why some of them cannot be looked for
LISTS = {
    RuleKind.WORDS: entries.problems,
    RuleKind.PATTERNS: patterns.problems,
    RuleKind.NAMES: entries.problems,
}
# Kinds with a limit, and the numbers that it may be
LIMITS = {
    RuleKind.LINKS: (1, HIGHEST),
    RuleKind.REPEATS: (2, HIGHEST),
    RuleKind.CAPITALS: (1, 100),
    RuleKind.ACCOUNT_AGE: (1, HIGHEST),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a clause: `entries` (one a line) or a `limit`, by its kind, and a verdict.

    Words with a `language` are not looked for in what is written in another one.
    """

    kind: RuleKind
    verdict: str
    entries: str = ""
    limit: int | None = None
    language: str = ""

    @classmethod
    def parse(cls, data: Any) -> "Rule":
        """Read a rule as it is stored.  Raises ValueError with what is wrong."""
        if not isinstance(data, Mapping):
            raise ValueError("A rule is an object with a kind and a verdict.")
        if unknown := set(data) - {"kind", "verdict", "entries", "limit", "language"}:
            raise ValueError(f"A rule has no “{min(map(str, unknown))}”.")
        try:
            kind = RuleKind(str(data.get("kind")))
        except ValueError:
            known = ", ".join(RuleKind.values)
            raise ValueError(
                f"“{data.get('kind')}” is no kind of rule; there are {known}."
            ) from None
        if data.get("verdict") not in VERDICTS:
            raise ValueError(
                f"“{data.get('verdict')}” is no verdict of a rule: queue, hold, remove."
            )
        return cls(kind, data["verdict"], *_content(kind, data), _language(kind, data))

    def data(self) -> dict[str, Any]:
        """Return the rule as it is stored."""
        named = {"kind": self.kind.value, "verdict": self.verdict}
        if self.language:
            named["language"] = self.language
        if self.kind in LISTS:
            return {**named, "entries": self.entries}
        return {**named, "limit": self.limit}

    def problems(self) -> list[str]:
        """Return why entries cannot be looked for, a sentence each."""
        found = LISTS[self.kind](self.entries) if self.kind in LISTS else []
        return [sentence(problem) for problem in found]


def _content(kind: RuleKind, data: Mapping[str, Any]) -> tuple[str, int | None]:
    if kind in LISTS:
        if not isinstance(listed := data.get("entries"), str) or not listed.strip():
            told = gettext("“%(kind)s” needs entries, one a line.")
            raise ValueError(told % {"kind": kind.label})
        return listed, None
    lowest, highest = LIMITS[kind]
    limit = data.get("limit")
    if not isinstance(limit, int) or isinstance(limit, bool) or not lowest <= limit <= highest:
        told = gettext("“%(kind)s” needs a number from %(lowest)s to %(highest)s.")
        said = {"kind": kind.label, "lowest": f"{lowest:,}", "highest": f"{highest:,}"}
        raise ValueError(told % said)
    return "", limit


def _language(kind: RuleKind, data: Mapping[str, Any]) -> str:
    language = data.get("language", "")
    if not language:
        return ""
    if kind != RuleKind.WORDS:
        told = gettext("“%(kind)s” has no language; only listed words have one.")
        raise ValueError(told % {"kind": kind.label})
    if not is_code(language):
        told = gettext("“%(code)s” is no code of a language. Write one such as de, tr or und-Cyrl.")
        raise ValueError(told % {"code": language})
    return str(language)


def validate_rules(stored: Any) -> None:
    """Refuse rules that cannot be read, or with an entry that cannot be looked for."""
    if not isinstance(stored, list):
        raise ValidationError("Rules are a list.")
    try:
        found = [Rule.parse(data) for data in stored]
    except ValueError as error:
        raise ValidationError(str(error)) from error
    if told := [problem for rule in found for problem in rule.problems()]:
        more = len(told) - PROBLEMS_SHOWN
        left = [gettext("… and %(number)d more.") % {"number": more}] if more > 0 else []
        raise ValidationError(told[:PROBLEMS_SHOWN] + left)
