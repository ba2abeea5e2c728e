"""Checking a name that an account takes without posting a comment."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.classifiers.base import ReleaseError
from moderation.models import PolicyVersion, Verdict
from moderation.services.judging import fallback, naming

UNCHECKED = gettext_lazy("No classifier can check the name at the moment. Please try again later.")


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
        return str(UNCHECKED)
    found = naming.judge([name], version, classifier, release)[name]
    if found is None:
        return str(UNCHECKED)
    held = [fields for fields in found if fields["verdict"] == Verdict.HOLD]
    if not held:
        return ""
    quotes = dict.fromkeys(fields["clause"].quote_for_reader for fields in held if fields["clause"])
    if not quotes:
        return _("This name may break the discussion policy.")
    told = _("This name may break the discussion policy: %(rules)s.")
    return told % {"rules": ", ".join(quotes)}
