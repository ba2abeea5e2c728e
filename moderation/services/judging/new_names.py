"""Whether a name may be given to somebody by other than posting under it."""

from moderation.classifiers.base import ReleaseError
from moderation.models import Verdict
from moderation.services.judging import naming, releases
from moderation.services.policy import policies

UNCHECKED = "No classifier can check the name at the moment. Please try again later."


def refusal(name: str) -> str:
    """What would have every comment under `name` held, as a sentence; empty where nothing would.

    Names stand under all articles, so that the site's own policy judges them.
    """
    version = policies.default_version()
    if version is None:
        return ""
    try:
        release, classifier = releases.active()
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
