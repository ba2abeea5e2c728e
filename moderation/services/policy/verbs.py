"""What a policy does with a comment, in the words of the desk."""

from moderation.models import Verdict

VERBS = {
    Verdict.PUBLISH: "publish",
    Verdict.QUEUE: "send to review",
    Verdict.HOLD: "hide until reviewed",
    Verdict.REMOVE: "remove",
}
OF_THRESHOLDS = {
    "queue_at": VERBS[Verdict.QUEUE],
    "hold_at": VERBS[Verdict.HOLD],
    "remove_at": VERBS[Verdict.REMOVE],
}


def percent(share: float) -> str:
    """A threshold as it is typed: "61.5%"."""
    return f"{100 * share:.6g}%"
