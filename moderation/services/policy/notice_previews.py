"""Texts of notices as the author of a real comment would read them."""

from collections.abc import Sequence
from typing import NamedTuple

from articles.models import Comment
from moderation.models import Clause, Decision
from moderation.services.readers import notice_texts, notices


class NoticePreview(NamedTuple):
    """A clause's text in one language, filled in for `comment`, which it was removed under if
    `is_removed`.
    """

    clause: Clause
    language: str
    text: str
    comment: Comment
    is_removed: bool


def of_clauses(clauses: Sequence[Clause]) -> list[NoticePreview]:
    """Each clause's texts about the last comment that a person removed under its words, or else
    about the newest comment; nothing where there is no comment.
    """
    with_texts = [clause for clause in clauses if clause.notice_texts]
    if not with_texts:
        return []
    related = Comment.objects.exclude(text="").select_related("author", "article")
    newest = related.order_by("-posted_at", "-pk").first()
    return [
        NoticePreview(clause, language, _filled(clause, comment, language), comment, is_removed)
        for clause in with_texts
        for comment, is_removed in _example(clause, newest)
        for language in clause.notice_texts
    ]


def _example(clause: Clause, newest: Comment | None) -> list[tuple[Comment, bool]]:
    removals = (
        Decision.objects.standing()
        .by_people()
        .filter(action=Decision.Action.REMOVE, clause__quote=clause.quote)
    )
    found = removals.exclude(comment__text="").select_related("comment__author", "comment__article")
    if decision := found.first():
        return [(decision.comment, True)]
    return [(newest, False)] if newest else []


def _filled(clause: Clause, comment: Comment, language: str) -> str:
    findings = comment.findings.filter(clause__quote=clause.quote)
    return notice_texts.for_comment(clause, comment, notices.quoted(comment, findings), language)
