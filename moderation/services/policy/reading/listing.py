"""Finds the items of lists that forbid by what stands in them, whatever introduces them."""

from collections.abc import Sequence
from itertools import groupby

from moderation.services.policy.reading.blocks import Form
from moderation.services.policy.reading.kinds import KINDS, Kind, Use
from moderation.services.policy.reading.layout import ORDINAL, Sentence
from moderation.services.policy.reading.presuming import (
    begins_badly,
    begins_with_worst,
    is_fragment,
)
from moderation.services.policy.reading.procedure import is_procedure
from moderation.services.policy.reading.stance import Stance

_LEAST = 2  # items that forbid, in a list that does
_NEAR = 6  # words
_SHORT = 12  # words of an item, on average
_HEAD = 4  # words in which an item names its kind


def in_forbidding_lists(found: Sequence[Sentence]) -> frozenset[int]:
    """The items that begin with a kind and have no verdict, where others of their list forbid."""
    forbidden: set[int] = set()
    for (form, _), group in groupby(found, key=lambda one: (one.form, one.marker)):
        listed = list(group) if form is Form.ITEM else []
        said = [{frame.stance for frame in one.frames} - {Stance.NEUTRAL} for one in listed]
        forbidding = sum(Stance.FORBIDS in stances for stances in said)
        if forbidding >= _LEAST and 3 * forbidding >= sum(one.first for one in listed):
            bare = (one for one, stances in zip(listed, said, strict=True) if not stances)
            forbidden |= {id(one) for one in bare if _begins_with_kind(one)}
    return frozenset(forbidden)


def in_bad_lists(found: Sequence[Sentence]) -> frozenset[int]:
    """The items of lists of which most begin with a deed or with what nobody wants."""
    bad: set[int] = set()
    for (form, marker), group in groupby(found, key=lambda one: (one.form, one.marker)):
        listed = list(group) if form is Form.ITEM and not marker.startswith("dotted") else []
        items = [one for one in listed if one.first]
        worst = sum(begins_with_worst(one.folded) for one in items)
        badly = sum(begins_badly(one.folded) for one in items)
        if worst >= _LEAST and 2 * badly >= len(items):
            bad |= {id(one) for one in items if not _is_allowed(one)}
        elif (marker == ORDINAL or len(listed) <= 2 * len(items)) and _names_the_worst(items):
            bad |= {id(one) for one in items if _named_near(one.folded) and not _is_judged(one)}
    return frozenset(bad)


def in_fragments(found: Sequence[Sentence]) -> frozenset[int]:
    """The sentences of paragraphs that only list phrases: "Personal remarks. Plugs for shops"."""
    fragments: set[int] = set()
    opened: list[Sentence] = []
    for sentence in [*found, None]:
        if sentence is None or sentence.first:
            if len(opened) >= _LEAST and all(is_fragment(one.folded) for one in opened):
                fragments |= {id(one) for one in opened}
            opened = []
        if sentence is not None and sentence.form is Form.PARAGRAPH:
            opened.append(sentence)
    return frozenset(fragments)


def _names_the_worst(items: Sequence[Sentence]) -> bool:
    """Whether most items name a kind near their beginning, and some what a classifier measures."""
    named = [_named_near(one.folded) for one in items]
    measured = sum(any(kind.attribute for kind in kinds) for kinds in named)
    is_short = sum(len(one.folded) for one in items) <= _SHORT * len(items)
    most = 2 * sum(map(bool, named)) > len(items) > _LEAST
    return is_short and measured >= _LEAST and most


def _named_near(folded: Sequence[str]) -> list[Kind]:
    if is_procedure(folded):
        return []
    found = KINDS.leftmost(folded[:_NEAR])
    return [one.meaning for one in found if one.meaning.use is Use.NAMED]


def _is_judged(sentence: Sentence) -> bool:
    return any(frame.stance is not Stance.NEUTRAL for frame in sentence.frames)


def _is_allowed(sentence: Sentence) -> bool:
    return any(frame.stance is Stance.ALLOWS for frame in sentence.frames)


def _begins_with_kind(sentence: Sentence) -> bool:
    named = KINDS.leftmost(sentence.folded[:_HEAD])
    return bool(named) and named[0].meaning.use is Use.NAMED
