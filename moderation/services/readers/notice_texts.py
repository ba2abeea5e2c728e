"""What a clause says to the author of a removed comment, in the language of the page."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language

from articles.models import Comment
from moderation.models import Clause, Notice
from moderation.models.notice_texts import filled

# The kinds of notices that have the clause's text.
KINDS = (Notice.Kind.REMOVED,)


def of(notice: Notice, *, quotes: bool = True) -> str:
    """The text of the clause for `notice`, filled in; empty if it has none.

    Without `quotes`, as in e-mails, the author's words are left out.
    """
    if notice.kind not in KINDS or notice.clause is None or notice.comment is None:
        return ""
    return for_comment(notice.clause, notice.comment, notice.evidence if quotes else [])


def for_comment(
    clause: Clause, comment: Comment, words: list[str], language: str | None = None
) -> str:
    """What `clause` would say about `comment`, in `language` or that of the page."""
    text = in_language(clause.notice_texts, language or get_language() or "")
    values = {
        "name": comment.author_name,
        "rule": clause.quote_for_reader,
        "words": ", ".join(f"“{word}”" for word in words) or "…",
        "article": comment.article.title,
        "site": str(settings.SITE_NAME),
    }
    return filled(text, values)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in `language`, or else in the site's, or else in any."""
    wanted = (language, language.partition("-")[0], settings.LANGUAGE_CODE)
    return next((texts[one] for one in wanted if one in texts), next(iter(texts.values()), ""))
