"""The word to an author before posting: which of their words would have the comment held."""

from articles.models import Comment
from moderation.models import Verdict
from moderation.services.judging import scoring
from moderation.services.readers import notices


def before_posting(comment: Comment) -> str:
    """What may be wrong with a comment that is not stored yet; empty where nothing is."""
    (outcome,) = scoring.judge([comment])
    broken = [
        f for f in outcome.findings if f.clause and f.verdict in (Verdict.HOLD, Verdict.REMOVE)
    ]
    if not broken:
        return ""
    clauses = ", ".join(dict.fromkeys(finding.clause.quote for finding in broken if finding.clause))
    words = ", ".join(f"“{word}”" for word in notices.quoted(comment.text, broken))
    return f"{words or 'Your comment'} may break the discussion policy: {clauses}."
