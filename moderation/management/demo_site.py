"""A realistic demo site of any size: articles, readers, comments, scores, cases and decisions.

The active classifier scores a pool of texts, so that every card shows real
probabilities and evidence.  Rows are inserted in bulk.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from django.contrib.auth.models import User
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Author, Comment
from moderation.management import demo_ground
from moderation.management import demo_words as words
from moderation.models import (
    AuthorRecord,
    Decision,
    Finding,
    PolicyVersion,
    Report,
    ReviewItem,
    Score,
    Verdict,
)
from moderation.services.judging import scoring
from moderation.services.judging.outcomes import Outcome
from moderation.services.judging.persistence import cases
from moderation.services.judging.triage import relevance

T = TypeVar("T")

# How many different texts are composed at least, so that some are flagged, and at most; larger
# sites repeat them.
POOL = (60, 6000)

BATCH_SIZE = 5000
COMMENTS_PER_ARTICLE = 120
COMMENTS_PER_AUTHOR = 15
# The share of comments that break the policy.
FLAGGED = 0.16
REPLIES = 0.35
REPORTED = 0.004
REVIEWED = (Verdict.QUEUE, Verdict.HOLD)


@dataclass(frozen=True, slots=True)
class Pools:
    """Outcomes of texts: to be reviewed, and published."""

    flagged: list[Outcome]
    published: list[Outcome]


def build(
    comments: int,
    *,
    seed: int = 2026,
    days: int = 60,
    open_share: float = 0.01,
    listener: Callable[[int], object] = id,
) -> None:
    """Add `comments` comments, posted over the last `days`, with all related rows.

    The cases of the newest comments are still open: about `open_share` of all
    comments.  `listener` is called with the number of comments stored so far.
    """
    dice = Random(seed)  # noqa: S311 -- a demo, not a secret
    moderators = demo_ground.moderators()
    articles = demo_ground.articles(dice, max(comments // COMMENTS_PER_ARTICLE, 3), days)
    authors = demo_ground.authors(dice, max(comments // COMMENTS_PER_AUTHOR, 5), days)
    pools = _pools(dice, min(max(comments, POOL[0]), POOL[1]), articles[0])
    _Builder(dice, moderators, articles, authors, pools).add(
        demo_ground.moments(dice, comments, days), open_share, listener
    )


def _pools(dice: Random, size: int, article: Article) -> Pools:
    texts = [words.calm(dice) for _ in range(size // 2)]
    texts += [words.heated(dice) for _ in range(size - size // 2)]
    reader = Author(name="Reader")
    # As if published: pre-moderation would hold all of them, since nobody knows the reader.
    posted = {"article": article, "author": reader, "status": Comment.Status.PUBLISHED}
    outcomes = scoring.judge([Comment(text=text, **posted) for text in texts])
    flagged = [outcome for outcome in outcomes if outcome.verdict in REVIEWED]
    published = [outcome for outcome in outcomes if not outcome.findings]
    if not flagged or not published:
        raise CommandError(
            "The default policy gives every demo comment the same verdict. Publish one whose rules"
            " the classifier detects, such as shipped:usual.en (manage.py import_policy)."
        )
    return Pools(flagged, published)


class _Builder:
    """Stores comments in chronological order, in batches."""

    def __init__(
        self,
        dice: Random,
        moderators: list[User],
        articles: list[Article],
        authors: list[Author],
        pools: Pools,
    ) -> None:
        self.dice = dice
        self.moderators = moderators
        self.articles = articles
        self.authors = authors
        self.pools = pools
        self.recent: deque[Comment] = deque(maxlen=4 * BATCH_SIZE)
        version = PolicyVersion.objects.default_version()
        self.clauses = list(version.clauses.all()) if version else []
        self.records: Counter[tuple[int, str]] = Counter()

    def add(
        self, moments: list[datetime], open_share: float, listener: Callable[[int], object]
    ) -> None:
        open_from = len(moments) * (1 - open_share / FLAGGED)
        for first in range(0, len(moments), BATCH_SIZE):
            places = range(first, min(first + BATCH_SIZE, len(moments)))
            with transaction.atomic():
                self._store_batch([(moments[place], place < open_from) for place in places])
            listener(places.stop)
        with transaction.atomic():
            self._store_records()

    def _store_batch(self, moments: list[tuple[datetime, bool]]) -> None:
        plan = [(self._outcome(), moment, decided) for moment, decided in moments]
        made = Comment.objects.bulk_create(
            self._comment(outcome, moment) for outcome, moment, _ in plan
        )
        Score.objects.bulk_create(self._scores(made, plan))
        flagged = [
            (comment, outcome, decided)
            for comment, (outcome, _, decided) in zip(made, plan, strict=True)
            if outcome.findings
        ]
        Finding.objects.bulk_create(
            _copy(finding, comment)
            for comment, outcome, _ in flagged
            for finding in outcome.findings
        )
        items = ReviewItem.objects.bulk_create(
            self._item(comment, outcome, decided) for comment, outcome, decided in flagged
        )
        closed = zip(items, flagged, strict=True)
        self._decide([(item, outcome) for item, (_, outcome, decided) in closed if decided])
        self._report(made)
        self.recent.extend(made)

    def _outcome(self) -> Outcome:
        is_flagged = self.dice.random() < FLAGGED
        return self.dice.choice(self.pools.flagged if is_flagged else self.pools.published)

    def _comment(self, outcome: Outcome, moment: datetime) -> Comment:
        replies = self.recent and self.dice.random() < REPLIES
        parent = self.dice.choice(self.recent) if replies else None
        article = parent.article if parent else self._skewed_choice(self.articles)
        return Comment(
            article=article,
            author=self._skewed_choice(self.authors),
            parent=parent,
            text=outcome.comment.text,
            status=outcome.status,
            posted_at=moment,
        )

    def _skewed_choice(self, items: list[T]) -> T:
        """A random item; the first ones are far likelier, as few articles get most comments."""
        return items[int(len(items) * self.dice.random() ** 3)]

    def _scores(
        self, made: list[Comment], plan: list[tuple[Outcome, datetime, bool]]
    ) -> Iterator[Score]:
        for comment, (outcome, moment, _) in zip(made, plan, strict=True):
            if outcome.scores:
                yield Score(
                    comment=comment,
                    release=outcome.release,
                    policy_version=outcome.policy_version,
                    verdict=outcome.verdict,
                    scored_at=moment,
                    language=outcome.language,
                    **{attribute.value: p for attribute, p in outcome.scores.items()},
                )

    def _item(self, comment: Comment, outcome: Outcome, decided: bool) -> ReviewItem:
        wait = timedelta(minutes=self.dice.expovariate(1 / 90))
        closed_at = min(comment.posted_at + wait, timezone.now())
        return ReviewItem(
            comment=comment,
            status=ReviewItem.Status.CLOSED if decided else ReviewItem.Status.OPEN,
            priority=cases.priority(outcome),
            probability=cases.probability(outcome),
            severe=cases.is_severe(outcome),
            opened_at=comment.posted_at,
            closed_at=closed_at if decided else None,
        )

    def _decide(self, closed: list[tuple[ReviewItem, Outcome]]) -> None:
        """Moderators mostly agree with the classifier, more often the higher the probability."""
        decisions = [self._decision(item, outcome) for item, outcome in closed]
        Decision.objects.bulk_create(decisions)
        for status in (Comment.Status.PUBLISHED, Comment.Status.REMOVED):
            decided = [d.comment_id for d in decisions if d.status_after == status]
            Comment.objects.filter(pk__in=decided).update(status=status)

    def _decision(self, item: ReviewItem, outcome: Outcome) -> Decision:
        removes = self.dice.random() < (item.probability or 0.0) ** 3
        action = Decision.Action.REMOVE if removes else Decision.Action.APPROVE
        self.records[item.comment.author_id, "removed" if removes else "approved"] += 1
        return Decision(
            comment=item.comment,
            review_item=item,
            action=action,
            clause=min(outcome.findings, key=relevance).clause if removes else None,
            moderator=self.dice.choice(self.moderators),
            release=outcome.release,
            policy_version=outcome.policy_version,
            scores_seen=outcome.scores,
            status_before=item.comment.status,
            status_after=Comment.Status.REMOVED if removes else Comment.Status.PUBLISHED,
            decided_at=item.closed_at or timezone.now(),
        )

    def _report(self, made: list[Comment]) -> None:
        """Readers report a few visible comments without a case."""
        seen = [c for c in made if c.status == Comment.Status.PUBLISHED]
        reported = [c for c in seen if self.dice.random() < REPORTED]
        waiting = set(
            ReviewItem.objects.filter(comment__in=reported).values_list("comment_id", flat=True)
        )
        reported = [comment for comment in reported if comment.pk not in waiting]
        ReviewItem.objects.bulk_create(
            ReviewItem(
                comment=comment,
                queue=ReviewItem.Queue.REPORTED,
                reports=1 + comment.pk % 3,
                opened_at=comment.posted_at,
            )
            for comment in reported
        )
        Report.objects.bulk_create(
            Report(
                comment=comment,
                clause=self.dice.choice([*self.clauses, None]),
                reporter=f"demo-{comment.pk}-{reader}",
                network=f"demo-{comment.pk}-{reader}",
                reported_at=comment.posted_at,
            )
            for comment in reported
            for reader in range(1 + comment.pk % 3)
        )

    def _store_records(self) -> None:
        authors = {author for author, _ in self.records}
        AuthorRecord.objects.bulk_create(
            (
                AuthorRecord(
                    author_id=author,
                    approved=self.records[author, "approved"],
                    removed=self.records[author, "removed"],
                )
                for author in sorted(authors)
            ),
            batch_size=BATCH_SIZE,
        )


def _copy(finding: Finding, comment: Comment) -> Finding:
    return Finding(
        comment=comment,
        reason=finding.reason,
        clause=finding.clause,
        release=finding.release,
        probability=finding.probability,
        threshold=finding.threshold,
        verdict=finding.verdict,
        evidence=finding.evidence,
    )
