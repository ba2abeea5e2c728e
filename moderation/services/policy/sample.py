"""The newest scored comments under a policy, on which a draft is tried."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple, cast

import numpy as np
from django.db.models import Q
from django.utils import timezone
from numpy.typing import NDArray

from articles.models import Comment
from articles.text import folded
from moderation.classifiers.base import Attribute
from moderation.models import ClassifierRelease, Clause, Policy, PolicyVersion, Score, Verdict
from moderation.models.clause_rules import Rule
from moderation.services.judging import rules
from moderation.services.judging.outcomes import Readable
from moderation.services.judging.triage import SEVERITY

PERIOD = timedelta(days=30)
SAMPLE_SIZE = 5_000

Severities = NDArray[np.int8]
Floats = NDArray[np.float64]
VERDICTS = tuple(Verdict)
# What the rows are read from; the probabilities follow.
_COLUMNS = (
    "comment_id",
    "comment__author_id",
    "comment__text",
    "comment__source_id",
    "comment__posted_at",
    "comment__posted_as",
    "comment__author__name",
)


class Row(NamedTuple):
    """A stored comment, as far as its judging needs it; thousands are read for one page."""

    pk: int
    author_id: int
    text: str
    source_id: str | None
    posted_at: datetime
    posted_as: str
    name: str

    @property
    def author_name(self) -> str:
        return self.posted_as or self.name


@dataclass
class Sample:
    """Comments, newest first, with their `probabilities` (comments × attributes).

    `is_full`: there are older comments of the period that are left out.  What is measured in
    the texts is measured once, however many clauses ask for it.
    """

    rows: list[Row]
    probabilities: Floats
    is_full: bool = False
    _broken: dict[tuple[Any, ...], NDArray[np.bool_]] = field(default_factory=dict)
    _comments: dict[int, Comment] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def of(self, clause: Clause) -> Floats | None:
        """What the release gave each comment for the clause's attribute, if it has one."""
        if not clause.attribute:
            return None
        return self.probabilities[:, list(Attribute).index(clause.measured)]

    def comment(self, place: int) -> Comment:
        """The comment at a place, as far as it was read: without what only its own page shows."""
        if place not in self._comments:
            row = self.rows[place]
            self._comments[place] = Comment(
                pk=row.pk, author_id=row.author_id, text=row.text, posted_at=row.posted_at
            )
        return self._comments[place]

    def by_score(self, clause: Clause) -> Severities:
        """How severe the thresholds of the clause are with each comment, as ranks of verdicts."""
        severities = np.zeros(len(self), dtype=np.int8)
        probabilities = self.of(clause)
        if probabilities is not None:
            for verdict, threshold in thresholds(clause).items():
                severities[probabilities >= threshold] = SEVERITY[verdict]
        return severities

    def by_rules(self, clause: Clause) -> Severities:
        """How severe the rules of the clause are with each comment, as ranks of verdicts."""
        severities = np.zeros(len(self), dtype=np.int8)
        for rule in clause.own_rules:
            rank = np.int8(SEVERITY[Verdict(rule.verdict)])
            severities = np.maximum(severities, np.where(self._breaks(rule), rank, np.int8(0)))
        return severities

    def verdicts(self, clauses: Iterable[Clause]) -> list[Verdict]:
        """What `clauses` make of each comment, regardless of its author."""
        severest = np.zeros(len(self), dtype=np.int8)
        for clause in clauses:
            severest = np.maximum(severest, self.by_score(clause))
            severest = np.maximum(severest, self.by_rules(clause))
        return [VERDICTS[rank] for rank in severest.tolist()]

    @cached_property
    def dates(self) -> list[date]:
        """The day on which each comment was posted, in the site's time zone."""
        zone = timezone.get_current_timezone()
        return [row.posted_at.astimezone(zone).date() for row in self.rows]

    @cached_property
    def is_new(self) -> NDArray[np.bool_]:
        """Which comments do not have the same text as a newer one."""
        seen: set[str] = set()
        found = []
        for row in self.rows:
            text = folded(row.text)
            found.append(text not in seen)
            seen.add(text)
        return np.array(found, dtype=bool)

    def _breaks(self, rule: Rule) -> NDArray[np.bool_]:
        key = rule.kind, rule.entries, rule.limit, rule.language
        if key not in self._broken:
            self._broken[key] = np.array(
                rules.breaking(cast("list[Readable]", self.rows), rule), dtype=bool
            )
        return self._broken[key]


def recent(policy: Policy) -> Sample:
    """The newest comments that `policy` judges: 5,000 at most, of the last 30 days.

    They come with what the active release gave their current text.
    """
    release = ClassifierRelease.objects.filter(status=ClassifierRelease.Status.ACTIVE).first()
    scores = Score.objects.of_current_text().filter(
        judged_by(policy, "comment__article"),
        release=release,
        comment__posted_at__gte=timezone.now() - PERIOD,
    )
    newest = scores.order_by("-comment__posted_at", "-comment_id")
    names = [attribute.value for attribute in Attribute]
    stored = list(newest.values_list(*_COLUMNS, *names)[: SAMPLE_SIZE + 1])
    kept, width = stored[:SAMPLE_SIZE], len(_COLUMNS)
    return Sample(
        [Row(*own[:width]) for own in kept],
        np.array([own[width:] for own in kept]).reshape(len(kept), len(names)),
        is_full=len(stored) > len(kept),
    )


def thresholds(clause: Clause) -> dict[Verdict, float]:
    """The thresholds that a clause has, mildest first."""
    found = {
        Verdict.QUEUE: clause.queue_at,
        Verdict.HOLD: clause.hold_at,
        Verdict.REMOVE: clause.remove_at,
    }
    return {verdict: at for verdict, at in found.items() if at is not None}


def judged_by(policy: Policy, article: str) -> Q:
    """Rows of comments that are judged by `policy`; `article` leads from a row to its article."""
    if policy.article_id:
        return Q(**{article: policy.article_id})
    published = PolicyVersion.objects.filter(published_at__isnull=False)
    own = published.filter(policy__article__isnull=False).values("policy__article")
    others = ~Q(**{f"{article}__in": own})
    if policy.section:
        return others & Q(**{f"{article}__section": policy.section})
    in_sections = published.exclude(policy__section="").values("policy__section")
    return others & ~Q(**{f"{article}__section__in": in_sections})
