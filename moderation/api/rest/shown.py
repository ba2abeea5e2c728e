"""Rows as the API shows them."""

from django.conf import settings

from articles.models import Article, Author, Comment
from moderation.api.rest.schemas import (
    ArticleOut,
    ArticleRef,
    AuthorOut,
    AuthorRef,
    BlockOut,
    CaseOut,
    ClauseOut,
    CommentOut,
    DecisionOut,
    EvidenceOut,
    FindingOut,
    PolicyOut,
    ScoredText,
)
from moderation.models import (
    Block,
    Clause,
    Decision,
    Finding,
    PolicyVersion,
    ReviewItem,
    Verdict,
)
from moderation.services.clients.trying import Tried
from moderation.services.desk.cards import Card
from moderation.services.readers import rule_links


def absolute(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def article(row: Article) -> ArticleOut:
    return ArticleOut(
        id=row.pk,
        external_id=row.external_id,
        title=row.title,
        url=row.url,
        section=row.section,
        language=row.language,
        commenting=Article.Commenting(row.commenting),
        published_at=row.published_at,
        comments_url=absolute(row.get_absolute_url()),
    )


def comment(row: Comment) -> CommentOut:
    """A comment whose article and author are loaded."""
    return CommentOut(
        id=row.pk,
        status=Comment.Status(row.status),
        text=row.text,
        article=ArticleRef(
            id=row.article_id, external_id=row.article.external_id, title=row.article.title
        ),
        author=AuthorRef(
            id=row.author_id, external_id=row.author.external_id, name=row.author_name
        ),
        parent=row.parent_id,
        posted_at=row.posted_at,
        edited_at=row.edited_at,
        featured_at=row.featured_at,
        url=absolute(row.get_absolute_url()),
    )


def finding(row: Finding, text: str) -> FindingOut:
    """A finding, with the words of `text`, the part of the comment that it is about."""
    spans = [(int(start), int(end)) for start, end, *_ in row.evidence]
    return FindingOut(
        reason=row.reason,
        clause=row.clause.pk if row.clause else None,
        quote=row.clause.quote if row.clause else "",
        verdict=Verdict(row.verdict),
        probability=row.probability,
        threshold=row.threshold,
        evidence=[EvidenceOut(start=start, end=end, text=text[start:end]) for start, end in spans],
    )


def tried(result: Tried) -> ScoredText:
    scores = result.scores
    return ScoredText(
        verdict=result.verdict,
        scores=None if scores is None else {a.value: round(p, 4) for a, p in scores.items()},
        findings=[finding(found, result.text) for found in result.findings],
    )


def clause(row: Clause) -> ClauseOut:
    measured = bool(row.attribute)
    return ClauseOut(
        id=row.pk,
        quote=row.quote,
        quotes=row.quotes,
        attribute=row.attribute,
        send_to_review_from=row.queue_at if measured else None,
        hide_from=row.hold_at if measured else None,
        remove_from=row.remove_at if measured else None,
        rules=row.rules,
    )


def policy(version: PolicyVersion) -> PolicyOut:
    return PolicyOut(
        version=version.number,
        published_at=version.published_at,
        url=absolute(rule_links.version_path(version)),
        text=version.text,
        texts=version.texts,
        clauses=[clause(row) for row in version.clauses.all()],
    )


def case(card: Card, item: ReviewItem, desk_path: str) -> CaseOut:
    """An open case and its card."""
    parts = {Finding.Part.NAME: card.comment.author_name, Finding.Part.TEXT: card.comment.text}
    return CaseOut(
        comment=comment(card.comment),
        queue=ReviewItem.Queue(item.queue),
        version_token=card.version_token,
        opened_at=item.opened_at,
        probability=item.probability,
        reports=item.reports,
        claimed_by=card.claimed_by.get_username() if card.claimed_by else None,
        claimed_until=item.claimed_until if card.claimed_by else None,
        findings=[finding(row, parts[Finding.Part(row.part)]) for row in card.findings],
        clauses=[clause(row) for row in card.clauses],
        desk_url=absolute(desk_path),
    )


def decision(row: Decision) -> DecisionOut:
    return DecisionOut(
        id=row.pk,
        action=Decision.Action(row.action),
        comment=row.comment_id,
        status=Comment.Status(row.status_after),
        clause=row.clause_id,
        moderator=row.moderator.get_username() if row.moderator else None,
        note=row.note,
        decided_at=row.decided_at,
    )


def block(row: Block) -> BlockOut:
    return BlockOut(id=row.pk, reason=row.reason, until=row.until, blocked_at=row.blocked_at)


def author(row: Author, in_force: Block | None) -> AuthorOut:
    """An author with their record, if they have one."""
    record = getattr(row, "record", None)
    return AuthorOut(
        id=row.pk,
        external_id=row.external_id,
        name=row.name,
        since=row.created_at,
        approved=record.approved if record else 0,
        removed=record.removed if record else 0,
        block=block(in_force) if in_force else None,
    )
