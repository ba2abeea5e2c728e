"""Messages about the results of bulk actions."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moderation.models import Decision
from moderation.services.decisions.leaving import Left, Why
from moderation.services.desk.selection import UNDO_TAG


def say_done(request: HttpRequest, text: str, batch: UUID) -> None:
    """Add a message that says what was done, with an undo button."""
    messages.success(request, text, extra_tags=f"{UNDO_TAG}{batch}")


def say_left(request: HttpRequest, left: Iterable[Left]) -> None:
    """Add a message that says how many comments were left unchanged, and why."""
    counted = Counter((entry.why, entry.by) for entry in left)
    for (why, by), number in sorted(counted.items(), key=lambda row: (row[0][0].value, row[0][1])):
        values = {"number": number, "name": by or _("the classifier")}
        messages.warning(request, LEFT[why](number) % values)


def decided(action: str, number: int) -> str:
    """Say how many comments were decided how."""
    return DECIDED[Decision.Action(action)](number) % {"number": number}


def undone(undoings: Sequence[Decision]) -> str:
    """Say what was undone: the comments' statuses, and the sanctions that were lifted."""
    taken_back = [decision.undoes for decision in undoings if decision.undoes]
    statuses = Counter(d.status_before for d in taken_back if d.action in Decision.SETTLING)
    parts = [
        AGAIN[status](number) % {"number": number} for status, number in sorted(statuses.items())
    ]
    actions = {decision.action for decision in taken_back}
    parts += [str(text) for action, text in TAKEN_BACK.items() if action in actions]
    return " ".join([_("Undone."), *parts])


def kept_from_undoing(number: int) -> str:
    text = ngettext(
        "%(number)d decision was left: another one or an edit came since.",
        "%(number)d decisions were left: others or edits came since.",
        number,
    )
    return text % {"number": number}


Plural = Callable[[int], str]

DECIDED: dict[Decision.Action, Plural] = {
    Decision.Action.APPROVE: lambda n: ngettext(
        "%(number)d comment approved.", "%(number)d comments approved.", n
    ),
    Decision.Action.FEATURE: lambda n: ngettext(
        "%(number)d comment featured.", "%(number)d comments featured.", n
    ),
    Decision.Action.REMOVE: lambda n: ngettext(
        "%(number)d comment removed.", "%(number)d comments removed.", n
    ),
}
AGAIN: dict[str, Plural] = {
    "held": lambda n: ngettext(
        "%(number)d comment waits for review again.",
        "%(number)d comments wait for review again.",
        n,
    ),
    "published": lambda n: ngettext(
        "%(number)d comment is published again.", "%(number)d comments are published again.", n
    ),
    "removed": lambda n: ngettext(
        "%(number)d comment is removed again.", "%(number)d comments are removed again.", n
    ),
}
TAKEN_BACK = {
    Decision.Action.DEFER: gettext_lazy("The case is due again."),
    Decision.Action.ESCALATE: gettext_lazy("The case is back in its queue."),
    Decision.Action.WARN: gettext_lazy("The warning is taken back."),
    Decision.Action.BLOCK: gettext_lazy("The block is lifted."),
}
LEFT: dict[Why, Plural] = {
    Why.DECIDED: lambda n: ngettext(
        "%(number)d comment was left: %(name)s had decided it meanwhile.",
        "%(number)d comments were left: %(name)s had decided them meanwhile.",
        n,
    ),
    Why.EDITED: lambda n: ngettext(
        "%(number)d comment was left: its author changed it meanwhile.",
        "%(number)d comments were left: their authors changed them meanwhile.",
        n,
    ),
    Why.GONE: lambda n: ngettext(
        "%(number)d comment is not there any more.",
        "%(number)d comments are not there any more.",
        n,
    ),
    Why.HEARD_BY_ANOTHER: lambda n: ngettext(
        "%(number)d comment was left: its author appeals against a decision of yours, and another "
        "moderator must decide.",
        "%(number)d comments were left: their authors appeal against decisions of yours, and "
        "another moderator must decide.",
        n,
    ),
    Why.FOR_A_SENIOR: lambda n: ngettext(
        "%(number)d comment was left: it was escalated, and a senior moderator must decide.",
        "%(number)d comments were left: they were escalated, and a senior moderator must decide.",
        n,
    ),
    Why.OTHER_SECTION: lambda n: ngettext(
        "%(number)d comment was left: it is in a section that you do not moderate.",
        "%(number)d comments were left: they are in sections that you do not moderate.",
        n,
    ),
    Why.IN_HAND: lambda n: ngettext(
        "%(number)d comment was left: %(name)s is reviewing it.",
        "%(number)d comments were left: %(name)s is reviewing them.",
        n,
    ),
    Why.NOT_IN_FORCE: lambda n: ngettext(
        "%(number)d comment was left: the chosen rule is not in force for it.",
        "%(number)d comments were left: the chosen rule is not in force for them.",
        n,
    ),
    Why.NO_LONGER_A_RULE: lambda n: ngettext(
        "%(number)d comment was left: the rule that it was found to break is not in force any "
        "more. Choose a rule for it.",
        "%(number)d comments were left: the rules that they were found to break are not in force "
        "any more. Choose a rule for them.",
        n,
    ),
}
