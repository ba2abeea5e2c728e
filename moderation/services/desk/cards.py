"""Cards: everything that the desk shows about a comment, in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import Comment
from moderation.classifiers.base import Attribute
from moderation.models import (
    AuthorRecord,
    Block,
    Clause,
    Decision,
    Finding,
    InternalNote,
    LegalReport,
    Report,
    ReviewItem,
    Score,
)
from moderation.permissions import may_decide_escalated
from moderation.services.decisions import cases, citing, concurrency, watching
from moderation.services.desk import clauses_in_force, notes_shown, setting_aside
from moderation.services.desk.clause_choices import Choice, Choices
from moderation.services.judging import triage
from moderation.services.judging.succession import successor

Row = TypeVar("Row", Finding, Report, LegalReport)

# Reasons that a card tells in a line of their own.
TOLD_APART = (Finding.Reason.NOT_READ, Finding.Reason.WATCHED)


@dataclass(slots=True)
class Card:
    """One comment as the desk shows it.

    `findings` are sorted by relevance; `choices` are the clauses it can be removed under, those
    found or reported first; `preselected`, the first of them, is the one that a removal cites
    unless the moderator picks another; `item` is the open case, if there is one; `earlier` is the
    decision in force; `version_token` goes with a decision made from this card; `claimed_by` is the
    other moderator who claimed the case; `second` is the second opinion, if there is one;
    `escalation` and `snooze` are the decisions that set the case aside; `for_a_senior` tells that
    the moderator who looks at it may not decide it; `notes` are the newest of colleagues on the
    case and on the author.
    """

    comment: Comment
    version_token: str
    item: ReviewItem | None = None
    findings: list[Finding] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    preselected: Clause | None = None
    reports: list[Report] = field(default_factory=list)
    earlier: Decision | None = None
    record: AuthorRecord | None = None
    block: Block | None = None
    claimed_by: User | None = None
    second: Score | None = None
    legal_reports: list[LegalReport] = field(default_factory=list)
    watchers: list[str] = field(default_factory=list)
    escalation: Decision | None = None
    snooze: Decision | None = None
    for_a_senior: bool = False
    notes: list[InternalNote] = field(default_factory=list)

    def was_taken_from(self, moderator: User) -> bool:
        """Whether a colleague took the case over from `moderator` and has it now."""
        taken_from = self.item.taken_from_id if self.item else None
        return self.claimed_by is not None and taken_from == moderator.pk

    @property
    def second_probability(self) -> float | None:
        """Return the second opinion's probability for the clause shown first, or its highest."""
        if self.second is None:
            return None
        probabilities = self.second.probabilities
        measured = self.worst and self.worst.clause and self.worst.clause.attribute
        return probabilities[Attribute(measured)] if measured else max(probabilities.values())

    @property
    def is_set_aside(self) -> bool:
        """Whether it was escalated or snoozed, or waits for somebody else."""
        return bool(self.escalation or self.snooze or self.for_a_senior)

    @property
    def has_likely(self) -> bool:
        return self.preselected is not None

    @property
    def clauses(self) -> list[Clause]:
        return [choice.clause for choice in self.choices]

    @property
    def also_found(self) -> list[Finding]:
        """The findings after the first; of those with equal quotes, only the most relevant.

        What has a line of its own on a card is left out.
        """
        seen: dict[tuple[str, str], Finding] = {}
        for finding in self.findings:
            quote = finding.clause.quote if finding.clause else finding.reason
            seen.setdefault((finding.part, quote), finding)
        return [finding for finding in list(seen.values())[1:] if finding.reason not in TOLD_APART]

    @property
    def worst(self) -> Finding | None:
        return self.findings[0] if self.findings else None


def of_items(items: Sequence[ReviewItem], moderator: User) -> list[Card]:
    """Return the cards of open cases, in their order."""
    by_comment = {item.comment_id: item for item in items}
    comments = with_people(Comment.objects.all()).in_bulk(by_comment)
    cards = of_comments([comments[item.comment_id] for item in items])
    _attach(cards, by_comment, moderator)
    return cards


def of_comment(comment_id: int, moderator: User) -> Card | None:
    """Return the card of one comment, decided or not; None if there is no such comment."""
    comment = with_people(Comment.objects.all()).filter(pk=comment_id).first()
    if comment is None:
        return None
    cards = of_comments([comment])
    item = (
        comment.review_items.open()
        .select_related("claimed_by", "taken_from", "assigned_to", "assigned_by")
        .first()
    )
    if item:
        _attach(cards, {comment.pk: item}, moderator)
    return cards[0]


def of_comments(comments: Sequence[Comment]) -> list[Card]:
    """Return the cards of comments, without their cases."""
    ids = [comment.pk for comment in comments]
    tokens = concurrency.version_tokens(comments)
    found = _by_comment(Finding.objects.filter(comment__in=ids).select_related("clause"))
    reports = _by_comment(Report.objects.filter(comment__in=ids).select_related("clause"))
    blocks = _blocks(comments)
    decided = [pk for pk, token in tokens.items() if concurrency.is_decided(token)]
    earlier = _standing(decided) if decided else {}
    seconds = Score.objects.second_opinions_of(ids)
    in_force = clauses_in_force.by_article(comment.article_id for comment in comments)
    offered = {article: Choices(clauses) for article, clauses in in_force.items()}
    notes = notes_shown.by_comment(comments)
    cards = []
    for comment in comments:
        findings = sorted(found[comment.pk], key=triage.relevance)
        likely = _likely_clauses(findings, reports[comment.pk], in_force[comment.article_id])
        cards.append(
            Card(
                comment=comment,
                version_token=tokens[comment.pk],
                findings=findings,
                choices=offered[comment.article_id].led_by(likely),
                preselected=likely[0] if likely else None,
                reports=reports[comment.pk],
                earlier=earlier.get(comment.pk),
                second=seconds.get(comment.pk),
                record=getattr(comment.author, "record", None),
                block=blocks.get(comment.author_id),
                notes=notes[comment.pk],
            )
        )
    return cards


def in_other_hands(ids: Sequence[int], moderator: User) -> list[Card]:
    """Return minimal cards of those comments among `ids` that another moderator claimed, or decided
    with the decision `earlier`.
    """
    comments = Comment.objects.in_bulk(ids)
    items = ReviewItem.objects.open().filter(comment__in=ids).select_related("claimed_by")
    found = []
    for item in items:
        comment = comments.pop(item.comment_id)
        if cases.is_claimed_by_another(item, moderator, timezone.now()):
            found.append(Card(comment, "", item=item, claimed_by=item.claimed_by))
    for pk, decision in _standing(comments).items():
        if decision.moderator_id != moderator.pk:
            found.append(Card(comments[pk], "", earlier=decision))
    return found


def set_aside(ids: Sequence[int], queue: ReviewItem.Queue | None) -> list[Card]:
    """Return minimal cards of those comments among `ids` whose open case left `queue` by the
    decision `earlier`: it was snoozed or escalated.
    """
    away = Q(deferred_until__gt=timezone.now())
    if queue != ReviewItem.Queue.ESCALATED:
        away |= Q(queue=ReviewItem.Queue.ESCALATED)
    items = ReviewItem.objects.open().filter(away, comment__in=ids)
    decisions = (
        Decision.objects.not_undone()
        .filter(
            comment__in=items.values("comment"),
            action__in=[Decision.Action.DEFER, Decision.Action.ESCALATE],
        )
        .select_related("comment", "moderator")
    )
    newest = {decision.comment_id: decision for decision in decisions.order_by("pk")}
    return [Card(decision.comment, "", earlier=decision) for decision in newest.values()]


def _standing(comment_ids: Iterable[int]) -> dict[int, Decision]:
    """Return the decision in force about each comment, with its moderator and clause."""
    decisions = Decision.objects.select_related("moderator", "clause")
    return decisions.standing_by_comment(comment_ids)


def _attach(cards: Sequence[Card], items: Mapping[int, ReviewItem], moderator: User) -> None:
    """Attach to each card its open case, by the comment's id."""
    aside = setting_aside.reasons(items.values())
    legal = _legal_reports(items.values())
    watched = {card.comment.article_id for card in cards if _is_watched(card)}
    watchers = watching.watchers(watched) if watched else {}
    for card in cards:
        card.item = item = items[card.comment.pk]
        card.legal_reports = legal[card.comment.pk]
        card.watchers = watchers.get(card.comment.article_id, []) if _is_watched(card) else []
        if cases.is_claimed_by_another(item, moderator, timezone.now()):
            card.claimed_by = item.claimed_by
        card.escalation = aside.get((item.comment_id, Decision.Action.ESCALATE))
        card.snooze = aside.get((item.comment_id, Decision.Action.DEFER))
        if item.queue == ReviewItem.Queue.ESCALATED:
            card.for_a_senior = not may_decide_escalated(moderator)


def _likely_clauses(
    findings: Sequence[Finding], reports: Sequence[Report], current: Sequence[Clause]
) -> list[Clause]:
    """Return the clauses in force that a comment was found to break, then those that readers
    reported, the most frequent first.

    Findings come first because they name words to check; a report is one reader's opinion.
    """
    found = citing.found_and_in_force(findings, current)
    named = Counter(report.clause for report in reports if report.clause)
    successors = (successor(clause, current) for clause, _ in named.most_common())
    return list(dict.fromkeys([*found, *(clause for clause in successors if clause)]))


def with_people(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Return comments with their authors, articles and parents, for `of_comments`."""
    people = comments.select_related("article", "author__record", "parent__author")
    # The text of an article is long, and no card shows it.
    return people.defer("article__body").prefetch_related("parent__findings")


def _by_comment(rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.comment_id].append(row)
    return grouped


def _blocks(comments: Sequence[Comment]) -> dict[int, Block]:
    """Return the block in force against each author, by the author's id."""
    authors = {comment.author_id for comment in comments}
    return {block.author_id: block for block in Block.objects.in_force().filter(author__in=authors)}


def _legal_reports(items: Iterable[ReviewItem]) -> dict[int, list[LegalReport]]:
    """Return the open reports that comments are illegal; few cases have any."""
    reported = [item.comment_id for item in items if item.legal_reports]
    if not reported:
        return defaultdict(list)
    found = LegalReport.objects.filter(comment__in=reported, status__in=LegalReport.OPEN)
    return _by_comment(found.order_by("pk"))


def _is_watched(card: Card) -> bool:
    return any(finding.reason == Finding.Reason.WATCHED for finding in card.findings)
