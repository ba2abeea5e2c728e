"""The warning before posting: which words would have the comment held."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from articles.models import Comment
from moderation.models import Finding, Verdict
from moderation.services.judging import scoring
from moderation.services.readers import notices


def before_posting(comment: Comment) -> str:
    """Why a comment that is not stored yet would be held; empty if it would not."""
    (outcome,) = scoring.judge([comment])
    broken = [f for f in outcome.findings if f.verdict in (Verdict.HOLD, Verdict.REMOVE)]
    text = [f for f in broken if f.clause and f.part == Finding.Part.TEXT]
    name = [f for f in broken if f.part == Finding.Part.NAME]
    return " ".join(
        _warning(what, comment, found)
        for what, found in ((_("Your comment"), text), (_("The name"), name))
        if found
    )


def _warning(what: str, comment: Comment, broken: Sequence[Finding]) -> str:
    quoted = _("“%(word)s”")
    words = ", ".join(quoted % {"word": word} for word in notices.quoted(comment, broken))
    in_name = broken[0].part == Finding.Part.NAME
    subject = words or what
    if words and in_name:
        subject = _("%(words)s in the name") % {"words": words}
    quotes = (finding.clause.quote_for_reader for finding in broken if finding.clause)
    clauses = ", ".join(dict.fromkeys(quotes))
    if not clauses:
        return _("%(subject)s may break the discussion policy.") % {"subject": subject}
    told = _("%(subject)s may break the discussion policy: %(rules)s.")
    return told % {"subject": subject, "rules": clauses}
