"""Previews what a draft would do with real comments and with examples."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from articles.models import Comment
from moderation.classifiers.base import Classifier, Scores
from moderation.models import Clause, Policy, PolicyExample, PolicyVersion, Score, Verdict
from moderation.services.judging import fallback, rules
from moderation.services.judging.scoring import scores_of
from moderation.services.judging.triage import SEVERITY, triage

PERIOD = timedelta(days=30)
SAMPLE_SIZE = 5_000
SHOWN_BESIDE_A_LINE = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A threshold of a clause, and the recent comments nearest to it on both sides.

    `above` and `below` hold (probability, comment), the nearest first.
    """

    verdict: Verdict
    threshold: float
    above: list[tuple[float, Comment]]
    below: list[tuple[float, Comment]]


@dataclass(frozen=True, slots=True)
class Change:
    """A recent comment whose verdict the draft would change."""

    comment: Comment
    before: Verdict
    after: Verdict


def recent_scores(policy: Policy) -> list[Score]:
    """Scores of the newest comments under `policy`: 5,000 at most, of the last 30 days."""
    scores = Score.objects.filter(
        _under(policy), release__status="active", comment__posted_at__gte=timezone.now() - PERIOD
    )
    return list(scores.select_related("comment__author").order_by("-pk")[:SAMPLE_SIZE])


def lines(clause: Clause, scores: Sequence[Score]) -> list[Line]:
    """The thresholds of `clause`, severest first, with real comments on both sides."""
    if not clause.attribute:
        return []
    by_probability = sorted(
        ((getattr(score, clause.attribute), score.comment) for score in scores),
        key=lambda pair: pair[0],
    )
    thresholds = {
        Verdict.REMOVE: clause.remove_at,
        Verdict.HOLD: clause.hold_at,
        Verdict.QUEUE: clause.queue_at,
    }
    return [
        _line(verdict, threshold, by_probability)
        for verdict, threshold in thresholds.items()
        if threshold is not None
    ]


def changes(
    scores: Iterable[Score], before: Iterable[Clause], after: Iterable[Clause]
) -> list[Change]:
    """Comments whose verdict differs between `before` and `after`, stricter ones first."""
    before, after = list(before), list(after)
    found = [
        Change(
            score.comment,
            verdict(score.comment, score.probabilities, before),
            verdict(score.comment, score.probabilities, after),
        )
        for score in scores
    ]
    changed = [change for change in found if change.before != change.after]
    return sorted(changed, key=lambda c: SEVERITY[c.before] - SEVERITY[c.after])


def verdict(comment: Comment, scores: Scores, clauses: Sequence[Clause]) -> Verdict:
    """The verdict of `clauses` on a comment, regardless of its author."""
    by_score = triage(scores, clauses).verdict
    by_rule = (Verdict(finding.verdict) for finding in rules.in_text(comment, clauses))
    return max([by_score, *by_rule], key=SEVERITY.__getitem__)


def failing_examples(policy: Policy, clauses: Sequence[Clause]) -> list[PolicyExample]:
    """The examples of `policy` whose expectation `clauses` do not meet.

    Raises ReleaseError if no classifier can be used.
    """
    examples = list(policy.examples.all())
    if not examples:
        return []
    return failing(examples, clauses, fallback.active()[1])


def failing(
    examples: Sequence[PolicyExample], clauses: Sequence[Clause], classifier: Classifier
) -> list[PolicyExample]:
    """The `examples` whose expectation `clauses` do not meet under the scores of `classifier`."""
    scored = scores_of([Comment(text=example.text) for example in examples], classifier)
    return [
        example
        for example, scores in zip(examples, scored, strict=True)
        if _is_flagged(example, scores, clauses) != _should_be_flagged(example)
    ]


def _is_flagged(example: PolicyExample, scores: Scores | None, clauses: Sequence[Clause]) -> bool:
    """Whether a moderator would review it; texts that cannot be scored are always reviewed."""
    return scores is None or verdict(Comment(text=example.text), scores, clauses) != Verdict.PUBLISH


def _should_be_flagged(example: PolicyExample) -> bool:
    return example.expectation == PolicyExample.Expectation.FLAG


def _line(
    verdict: Verdict, threshold: float, by_probability: Sequence[tuple[float, Comment]]
) -> Line:
    above = [pair for pair in by_probability if pair[0] >= threshold]
    below = [pair for pair in by_probability if pair[0] < threshold]
    return Line(
        verdict,
        threshold,
        above=above[:SHOWN_BESIDE_A_LINE],
        below=below[::-1][:SHOWN_BESIDE_A_LINE],
    )


def _under(policy: Policy) -> Q:
    """Comments that are judged by `policy`."""
    if policy.article_id:
        return Q(comment__article=policy.article_id)
    own = PolicyVersion.objects.filter(
        published_at__isnull=False, policy__article__isnull=False
    ).values("policy__article")
    return ~Q(comment__article__in=own)
