"""Checking a name that an account takes without posting a comment."""

from moderation.classifiers.base import ReleaseError
from moderation.models import PolicyVersion, Verdict
from moderation.services.judging import fallback, naming

UNCHECKED = "No classifier can check the name at the moment. Please try again later."


def refusal(name: str) -> str:
    """Why comments under `name` would be held, as a sentence; empty if they would not.

    Uses the site's own policy, since a name is shown under every article.
    """
    version = PolicyVersion.objects.default_version()
    if version is None:
        return ""
    try:
        release, classifier = fallback.active()
    except ReleaseError:
        return UNCHECKED
    found = naming.judge([name], version, classifier, release)[name]
    if found is None:
        return UNCHECKED
    held = [fields for fields in found if fields["verdict"] == Verdict.HOLD]
    if not held:
        return ""
    quotes = dict.fromkeys(fields["clause"].quote for fields in held if fields["clause"])
    which = f": {', '.join(quotes)}" if quotes else ""
    return f"This name may break the discussion policy{which}."
