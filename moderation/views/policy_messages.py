"""What the policy editor tells at the top of its page."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moderation.classifiers.base import ReleaseError
from moderation.services.policy import examples
from moderation.views.access import DeskRequest
from moderation.views.policy_screen import Screen

TOO_MANY = gettext_lazy(
    "A policy has %(most)d clauses at most, and this one would have more. Nothing was saved; "
    "strike a clause first."
)
NO_RULE = gettext_lazy(
    "No rule was found in the text. English and German are read. Say what is not permitted, such "
    "as “We do not permit insults.”, or select words of the text and make a clause of them."
)


def tell_examples(request: DeskRequest, screen: Screen) -> None:
    """Say how the saved draft judges its examples."""
    try:
        judged = examples.judged(screen.policy, list(screen.draft.clauses.all()))
    except ReleaseError:
        return
    failing = sum(not own.is_met for own in judged)
    if failing:
        told = ngettext(
            "%(number)d of %(total)d examples is not judged as said: see “Examples”. "
            "Change a threshold or a rule, or drop the example.",
            "%(number)d of %(total)d examples are not judged as said: see “Examples”. "
            "Change a threshold or a rule, or drop the example.",
            failing,
        )
        messages.warning(request, told % {"number": failing, "total": len(judged)})
    elif judged:
        told = _("Examples judged as said: all %(total)d.")
        messages.success(request, told % {"total": len(judged)})


def tell_struck(request: DeskRequest, struck: int) -> None:
    """Say how many clauses were struck on the page, and that nothing is saved."""
    told = ngettext(
        "%(number)d clause is struck; nothing is saved yet. "
        "Save to keep it so, or open this page again to have them back.",
        "%(number)d clauses are struck; nothing is saved yet. "
        "Save to keep it so, or open this page again to have them back.",
        struck,
    )
    messages.info(request, told % {"number": struck})
