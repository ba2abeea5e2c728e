"""What a policy does with a comment, in the words of the desk."""

from django.utils.translation import gettext_lazy as _

from moderation.models import Verdict
from moderation.models.clause_rules import RuleKind

VERBS = {
    Verdict.PUBLISH: _("publish"),
    Verdict.QUEUE: _("send to review"),
    Verdict.HOLD: _("hide until reviewed"),
    Verdict.REMOVE: _("remove"),
}
OF_THRESHOLDS = {
    "queue_at": VERBS[Verdict.QUEUE],
    "hold_at": VERBS[Verdict.HOLD],
    "remove_at": VERBS[Verdict.REMOVE],
}

KINDS = {
    RuleKind.WORDS: _("words"),
    RuleKind.PATTERNS: _("patterns"),
    RuleKind.NAMES: _("names"),
    RuleKind.LINKS: _("links"),
    RuleKind.REPEATS: _("repeats"),
    RuleKind.CAPITALS: _("capitals"),
    RuleKind.ACCOUNT_AGE: _("account age"),
}


def percent(share: float) -> str:
    """A threshold as it is typed: "61.5%"."""
    return f"{100 * share:.6g}%"
