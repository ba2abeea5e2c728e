"""A published policy version as readers see it: its text and its rules, in plain words.

For readers a rule is the words that state it: clauses that quote the same
words are one rule.  Thresholds and lists are not for readers.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from operator import eq

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.text import folded
from moderation.models import Clause, PolicyVersion
from moderation.services.policy.marking import Segment, marked
from moderation.services.readers import rule_links

_PARAGRAPH = re.compile(r"(?:\r\n|\r|\n){2,}")


class Applied(models.TextChoices):
    """How a rule is applied; a later one says more than those before it."""

    PEOPLE = "people", gettext_lazy("People decide; you can report it.")
    SIGNS = (
        "signs",
        gettext_lazy("Software looks for signs of this, such as listed words; people decide."),
    )
    SOFTWARE = "software", gettext_lazy("Software looks for this; people decide.")
    REMOVES = (
        "removes",
        gettext_lazy(
            "Software removes what it is sure of; people decide the rest, and you can appeal."
        ),
    )


@dataclass(frozen=True, slots=True)
class PostedRule:
    """A rule, numbered from 1 in its version."""

    number: int
    quote: str
    anchor: str
    applied: Applied


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text, the rules whose words it is, and those whose words end with it."""

    text: str
    rules: tuple[PostedRule, ...] = ()
    ended: tuple[PostedRule, ...] = ()


def rules(clauses: Iterable[Clause]) -> list[PostedRule]:
    """Return the rules that `clauses` state, in their order."""
    alike: dict[str, list[Clause]] = {}
    for clause in clauses:
        alike.setdefault(folded(clause.quote), []).append(clause)
    order = list(Applied)
    return [
        PostedRule(
            number,
            same[0].quote_for_reader,
            rule_links.anchor(same[0].quote),
            max(map(applied, same), key=order.index),
        )
        for number, same in enumerate(alike.values(), 1)
    ]


def applied(clause: Clause) -> Applied:
    """Return how `clause` is applied."""
    if clause.is_for_people:
        return Applied.PEOPLE
    if clause.attribute and clause.remove_at is not None:
        return Applied.REMOVES
    if any(rule.verdict == "remove" for rule in clause.own_rules):
        return Applied.REMOVES
    return Applied.SOFTWARE if clause.attribute else Applied.SIGNS


def paragraphs(text: str, shown: Sequence[PostedRule]) -> list[list[Piece]]:
    """Cut `text` into paragraphs, and these where the words of rules begin and end."""
    cut: list[list[Piece]] = [[]]
    segments = [*marked(text, [rule.quote for rule in shown]), Segment("")]
    for segment, following in pairwise(segments):
        about = tuple(shown[mark] for mark in segment.marks)
        ended = tuple(shown[mark] for mark in segment.marks if mark not in following.marks)
        *parts, last = _PARAGRAPH.split(segment.text)
        for part in parts:
            cut[-1].append(Piece(part, about))
            cut.append([])
        cut[-1].append(Piece(last, about, ended))
    filled = ([piece for piece in pieces if piece.text] for pieces in cut)
    return [pieces for pieces in filled if pieces]


def texts(before: PolicyVersion, after: PolicyVersion) -> tuple[str, str]:
    """The texts of two versions in one language: that of the page, where both are translated."""
    translated = (before.text_for_reader, after.text_for_reader)
    originals = (before.text, after.text)
    return originals if any(map(eq, translated, originals)) else translated


def since(version: PolicyVersion) -> dict[str, datetime]:
    """Return since when each rule of a published `version` is in force, by its anchor.

    A rule is in force since the oldest of the consecutive versions that have
    its words.  Takes two queries, however many versions there are.
    """
    published = PolicyVersion.objects.filter(
        policy=version.policy_id, published_at__isnull=False, number__lte=version.number
    )
    quoted: dict[int, set[str]] = {}
    clauses = Clause.objects.filter(version__in=published.order_by()).order_by()
    for number, quote in clauses.values_list("version__number", "quote"):
        quoted.setdefault(number, set()).add(rule_links.anchor(quote))
    standing = quoted.get(version.number, set())
    begun: dict[str, datetime] = {}
    newest_first = published.order_by("-number").values_list("number", "published_at")
    for number, published_at in newest_first:
        standing = standing & quoted.get(number, set())
        if published_at:  # always, by the filter; the field may be empty for its type
            begun |= dict.fromkeys(standing, published_at)
    return begun


def changes(before: PolicyVersion | None, after: PolicyVersion) -> list[str]:
    """Return what changed for readers from one version to the next, a sentence for each change."""
    if before is None:
        return [_("This is the first version.")]
    old, new = (
        {rule.anchor: rule for rule in rules(version.clauses.all())} for version in (before, after)
    )
    sentences = [*_changes_of_rules(old, new)]
    if before.text.split() != after.text.split():
        sentences.insert(0, _("The text was changed."))
    return sentences or [_("Nothing changed for readers.")]


def _changes_of_rules(old: dict[str, PostedRule], new: dict[str, PostedRule]) -> Iterator[str]:
    for anchor, rule in new.items():
        if anchor not in old:
            yield _("New rule: “%(quote)s”.") % {"quote": rule.quote}
    for anchor, rule in old.items():
        if anchor not in new:
            yield _("No longer a rule: “%(quote)s”.") % {"quote": rule.quote}
        elif rule.applied != new[anchor].applied:
            yield _("“%(quote)s” is applied otherwise. Now: %(now)s Before: %(before)s") % {
                "quote": new[anchor].quote,
                "now": new[anchor].applied.label,
                "before": rule.applied.label,
            }
