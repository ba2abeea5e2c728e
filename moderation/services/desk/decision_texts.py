"""A sentence for each action that says what a decision did."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.models import Decision

DONE = {
    Decision.Action.APPROVE: gettext_lazy("Approved."),
    Decision.Action.REMOVE: gettext_lazy("Removed."),
    Decision.Action.FEATURE: gettext_lazy("Featured."),
    Decision.Action.REDACT: gettext_lazy("Published without the marked words."),
    Decision.Action.DEFER: gettext_lazy("Snoozed for an hour."),
    Decision.Action.ESCALATE: gettext_lazy("Escalated."),
    Decision.Action.WARN: gettext_lazy("Author warned."),
    Decision.Action.BLOCK: gettext_lazy("Author blocked."),
    Decision.Action.UNDO: gettext_lazy("Undone."),
}
DECIDED_BY = {
    Decision.Action.APPROVE: gettext_lazy("%(name)s approved this at %(when)s."),
    Decision.Action.REMOVE: gettext_lazy("%(name)s removed this at %(when)s."),
    Decision.Action.FEATURE: gettext_lazy("%(name)s featured this at %(when)s."),
    Decision.Action.REDACT: gettext_lazy("%(name)s removed words from this at %(when)s."),
    Decision.Action.DEFER: gettext_lazy("%(name)s snoozed this at %(when)s."),
    Decision.Action.ESCALATE: gettext_lazy("%(name)s escalated this at %(when)s."),
    Decision.Action.WARN: gettext_lazy("%(name)s warned the author at %(when)s."),
    Decision.Action.BLOCK: gettext_lazy("%(name)s blocked the author at %(when)s."),
    Decision.Action.UNDO: gettext_lazy("%(name)s undid the last decision about this at %(when)s."),
}
DECIDED_BEFORE = {
    Decision.Action.APPROVE: gettext_lazy("Approved by %(name)s, %(when)s"),
    Decision.Action.REMOVE: gettext_lazy("Removed by %(name)s, %(when)s"),
    Decision.Action.FEATURE: gettext_lazy("Featured by %(name)s, %(when)s"),
    Decision.Action.REDACT: gettext_lazy("Published without some words by %(name)s, %(when)s"),
}


def done(decision: Decision) -> str:
    """Say what the moderator's own decision did."""
    if decision.action == Decision.Action.REMOVE and decision.clause:
        return _("Removed for “%(quote)s”.") % {"quote": decision.clause.quote}
    return str(DONE[Decision.Action(decision.action)])


def decided_by(decision: Decision) -> str:
    """Say what was decided, by whom and when."""
    text = DECIDED_BY[Decision.Action(decision.action)]
    if decision.action == Decision.Action.REMOVE and decision.clause:
        text = gettext_lazy("%(name)s removed this for “%(quote)s” at %(when)s.")
    return text % {
        "name": decision.moderator.get_username() if decision.moderator else _("The classifier"),
        "when": date_format(timezone.localtime(decision.decided_at), "TIME_FORMAT"),
        "quote": decision.clause.quote if decision.clause else "",
    }


def decided_before(decision: Decision) -> str:
    """Say what the standing decision about a comment is, by whom and when."""
    moment = timezone.localtime(decision.decided_at)
    when = date_format(moment, "SHORT_DATETIME_FORMAT")
    if moment.year == timezone.localtime().year:
        when = f"{date_format(moment, 'MONTH_DAY_FORMAT')}, {date_format(moment, 'TIME_FORMAT')}"
    return DECIDED_BEFORE[Decision.Action(decision.action)] % {
        "name": decision.moderator.get_username() if decision.moderator else _("the classifier"),
        "when": when,
    }
