"""Scoring comments and storing the outcomes, for the site, runs, imports and the API alike.

`score` is `judge` followed by `storing.store`: callers that do something in between call both.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np
from django.db.models import prefetch_related_objects

from articles.models import Comment
from moderation.classifiers.base import Attribute, Classifier, ReleaseError, Scores
from moderation.models import ClassifierRelease, Clause, Finding, PolicyVersion, Verdict
from moderation.services.judging import (
    citations,
    fallback,
    measuring,
    naming,
    premoderation,
    reuse,
    rules,
    trust,
    written,
)
from moderation.services.judging.evidence import Evidence, evidence
from moderation.services.judging.outcomes import Outcome, Readable, table
from moderation.services.judging.persistence import storing
from moderation.services.judging.reuse import KeptEvidence
from moderation.services.judging.triage import (
    Judgement,
    lowest_thresholds,
    relevance,
    severest,
    triage,
)
from moderation.services.judging.written import Written

logger = logging.getLogger(__name__)


def score(comments: Sequence[Readable]) -> list[Outcome]:
    """Score and triage `comments`, and store scores, findings, review items and statuses.

    Does not raise if the classifier fails: the comments are held as not
    scored.  A comment that a person decided keeps its status.  Nothing is
    stored for one that was edited or deleted in the meantime.
    """
    return storing.store(judge(comments))


def judge(
    comments: Sequence[Readable],
    known: Sequence[Scores | None] = (),
    languages: Sequence[str] = (),
    *,
    in_bulk: bool = False,
    with_evidence: bool = True,
) -> list[Outcome]:
    """Score and triage `comments`, which need not be stored.  Ignores people's decisions.

    `known` has the active release's scores of each text, as far as they are
    stored: those comments are triaged only.  `languages` are the stored languages
    of the texts, empty where none is.  `in_bulk` scores the others with
    the short cut that the release may have.  Without evidence it is quicker, for texts that
    are judged again before they are stored.
    """
    if not comments:
        return []
    versions = PolicyVersion.objects.current_versions({comment.article_id for comment in comments})
    try:
        batch_judge = _BatchJudge(*fallback.active(), versions, in_bulk, with_evidence)
    except ReleaseError:
        logger.exception("No classifier: %d comments are not scored", len(comments))
        return [_not_scored(comment, versions[comment.article_id]) for comment in comments]
    prefetch_related_objects([c for c in comments if isinstance(c, Comment)], "author")
    size = len(comments)
    judged = batch_judge.judge(comments, known or [None] * size, languages or [""] * size)
    for place, held in premoderation.findings(comments).items():
        _add(judged[place], held)
    trust.publish(judged)
    return judged


@dataclass(slots=True)
class _BatchJudge:
    """Judges one batch: looks the clauses of each policy version up once."""

    release: ClassifierRelease
    classifier: Classifier
    versions: dict[int, PolicyVersion | None]
    in_bulk: bool = False
    with_evidence: bool = True
    kept: KeptEvidence = field(init=False, default_factory=dict)
    written: dict[int, Written] = field(init=False, default_factory=dict)
    clauses: dict[int, tuple[Clause, ...]] = field(init=False)
    rules: dict[int, tuple[Clause, ...]] = field(init=False)

    def __post_init__(self) -> None:
        versions = {version.pk: version for version in self.versions.values() if version}
        self.clauses = {pk: tuple(version.clauses.all()) for pk, version in versions.items()}
        self.rules = {
            pk: tuple(clause for clause in own if clause.rules) for pk, own in self.clauses.items()
        }

    def judge(
        self,
        comments: Sequence[Readable],
        known: Sequence[Scores | None],
        languages: Sequence[str],
    ) -> list[Outcome]:
        read = written.of_comments(comments, known, languages, self.classifier.languages)
        self.written = dict(zip(map(id, comments), read, strict=True))
        scores = self._scores(comments, known)
        below = self._below_thresholds(comments, scores)
        self._prepare_evidence(
            [
                (comment, own)
                for comment, own, is_below in zip(comments, known, below, strict=True)
                if own is not None and not is_below
            ]
        )
        judged = [
            self._publish(comment, own) if is_below else self._judge_one(comment, own)
            for comment, own, is_below in zip(comments, scores, below, strict=True)
        ]
        ruled = [outcome for outcome in judged if self._rules(outcome)]
        found = rules.findings([o.comment for o in ruled], [self._rules(o) for o in ruled])
        for outcome, own in zip(ruled, found, strict=True):
            _add(outcome, own)
        for outcome in judged:
            self._tell_language(outcome)
        judged = self._with_names(judged)
        for outcome, stored in zip(judged, known, strict=True):
            outcome.reused = stored is not None
        return judged

    def _scores(
        self, comments: Sequence[Readable], known: Sequence[Scores | None]
    ) -> Sequence[Scores | None]:
        """The `known` scores, and new ones of the comments that have none."""
        unknown = [c for c, own in zip(comments, known, strict=True) if own is None]
        if not unknown:
            return known
        texts = [self._readable(comment) for comment in unknown]
        scores = measuring.scores_of(unknown, self.classifier, texts, in_bulk=self.in_bulk)
        new = iter(scores)
        return [next(new) if own is None else own for own in known]

    def _readable(self, comment: Readable) -> str:
        """The text as far as the release reads its languages; offsets stay."""
        return self.written[id(comment)].readable(comment.text)

    def _tell_language(self, outcome: Outcome) -> None:
        """Record the language, and add what is not read of a scored text, or read with doubt."""
        own, version = self.written[id(outcome.comment)], outcome.policy_version
        outcome.language = own.language
        if outcome.scores is not None and version is not None:
            _add(
                outcome,
                written.findings(
                    outcome.comment,
                    own,
                    version,
                    outcome.scores,
                    self.classifier,
                    is_flagged=any(f.reason == Finding.Reason.CLAUSE for f in outcome.findings),
                ),
            )

    def _prepare_evidence(self, reused: Sequence[tuple[Readable, Scores]]) -> None:
        """Keep the evidence of findings that stay, and read the texts that need new evidence."""
        if not reused:
            return
        self.kept = reuse.kept_evidence([comment.pk for comment, _ in reused], self.release)
        reuse.read_texts([c for c, scores in reused if self._needs_evidence(c, scores)])

    def _needs_evidence(self, comment: Readable, scores: Scores) -> bool:
        version = self.versions[comment.article_id]
        breaches = triage(scores, self.clauses[version.pk]).breaches if version else ()
        return any(reuse.key(comment, breach.clause) not in self.kept for breach in breaches)

    def _with_names(self, judged: list[Outcome]) -> list[Outcome]:
        """Add the findings about the authors' names to the outcomes with scores."""
        requested: defaultdict[PolicyVersion, set[str]] = defaultdict(set)
        for outcome in judged:
            if outcome.policy_version and outcome.scores is not None:
                requested[outcome.policy_version].add(outcome.comment.author_name)
        found = {
            version.pk: naming.judge(
                named, version, self.classifier, self.release, in_bulk=self.in_bulk
            )
            for version, named in requested.items()
        }
        return [self._with_name(outcome, found) for outcome in judged]

    def _with_name(self, outcome: Outcome, found: dict[int, naming.Found]) -> Outcome:
        version, comment = outcome.policy_version, outcome.comment
        if version is None or outcome.scores is None:
            return outcome
        fields = found[version.pk][comment.author_name]
        if fields is None:
            return _not_scored(comment, version)
        if fields:
            _add(outcome, naming.findings(comment, fields))
        return outcome

    def _below_thresholds(
        self, comments: Sequence[Readable], scores: Sequence[Scores | None]
    ) -> list[bool]:
        """Which comments break no clause.  Nearly all, so they are compared all at once."""
        without_policy = [-inf] * len(Attribute)
        limits = {pk: lowest_thresholds(own) for pk, own in self.clauses.items()}
        rows = {article: row for row, article in enumerate(self.versions)}
        limit_of = np.array(
            [limits[own.pk] if own else without_policy for own in self.versions.values()]
        )
        limit = limit_of[[rows[comment.article_id] for comment in comments]]
        # Not a number, for a comment that was not scored, is below nothing.
        is_below: list[bool] = np.all(table(scores) < limit, axis=1).tolist()
        return is_below

    def _publish(self, comment: Readable, scores: Scores | None) -> Outcome:
        version = self.versions[comment.article_id]
        return Outcome(comment, Verdict.PUBLISH, self.release, version, scores, comment.status)

    def _judge_one(self, comment: Readable, scores: Scores | None) -> Outcome:
        version = self.versions[comment.article_id]
        if scores is None:
            return _not_scored(comment, version)
        if version is None:
            return _without_policy(comment, scores, self.release)
        judgement = triage(scores, self.clauses[version.pk])
        return Outcome(
            comment,
            judgement.verdict,
            self.release,
            version,
            scores,
            comment.status,
            self._findings(comment, judgement),
        )

    def _rules(self, outcome: Outcome) -> tuple[Clause, ...]:
        """The clauses with rules that apply to the comment, if it could be scored."""
        if outcome.policy_version is None or outcome.scores is None:
            return ()
        return self.rules[outcome.policy_version.pk]

    def _findings(self, comment: Readable, judgement: Judgement) -> list[Finding]:
        return [
            Finding(
                comment_id=comment.pk,
                clause=breach.clause,
                release=self.release,
                probability=breach.probability,
                threshold=breach.threshold,
                verdict=breach.verdict,
                evidence=self._evidence(comment, breach.clause),
            )
            for breach in judgement.breaches
        ]

    def _evidence(self, comment: Readable, clause: Clause) -> Evidence:
        if not self.with_evidence:
            return []
        kept = self.kept.get(reuse.key(comment, clause))
        if kept is not None:
            return kept
        return evidence(self.classifier, self._readable(comment), clause.measured, clause.queue_at)


def _add(outcome: Outcome, findings: Sequence[Finding]) -> None:
    """Add findings; the severest of all determines the verdict."""
    if not findings:
        return
    outcome.findings = sorted(citations.once([*outcome.findings, *findings]), key=relevance)
    outcome.verdict = severest([outcome.verdict, *(Verdict(f.verdict) for f in findings)])


def _not_scored(comment: Readable, version: PolicyVersion | None) -> Outcome:
    """Hold the comment, or queue one that is visible: a failure must not hide a whole site."""
    seen = comment.status == Comment.Status.PUBLISHED
    verdict = Verdict.QUEUE if seen else Verdict.HOLD
    finding = Finding(comment_id=comment.pk, reason=Finding.Reason.NOT_SCORED, verdict=verdict)
    return Outcome(comment, verdict, None, version, None, comment.status, [finding])


def _without_policy(comment: Readable, scores: Scores, release: ClassifierRelease) -> Outcome:
    finding = Finding(
        comment_id=comment.pk,
        reason=Finding.Reason.NO_POLICY,
        release=release,
        verdict=Verdict.HOLD,
    )
    return Outcome(comment, Verdict.HOLD, release, None, scores, comment.status, [finding])
