"""Judges the examples of a policy: texts that it must flag or must pass."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.models import Comment
from moderation.classifiers.base import Classifier, Scores
from moderation.models import Clause, Finding, Policy, PolicyExample, Verdict
from moderation.services.judging import citations, fallback, rules
from moderation.services.judging.evidence import evidence
from moderation.services.judging.measuring import scores_of
from moderation.services.judging.triage import Breach, relevance, severest, triage

_REMEMBERED = 1_000
# What each release made of each text, which both stay as they are.
_scored: dict[tuple[str, str], Scores] = {}


@dataclass(frozen=True, slots=True)
class Judged:
    """What clauses make of an example: the verdict, and the clause that is cited, if any.

    A text that cannot be scored would be held, citing no clause.  `verdict` is None where no
    classifier can be used at the moment.
    """

    example: PolicyExample
    verdict: Verdict | None
    clause: Clause | None = None
    is_scored: bool = True

    @property
    def is_met(self) -> bool:
        """Whether the example is judged as it says."""
        is_flagged = self.verdict != Verdict.PUBLISH
        return is_flagged == (self.example.expectation == PolicyExample.Expectation.FLAG)


def judged(policy: Policy, clauses: Sequence[Clause]) -> list[Judged]:
    """The examples of `policy`, each with what `clauses` make of it.

    Raises ReleaseError if no classifier can be used.
    """
    examples = list(policy.examples.all())
    return judged_by(fallback.active()[1], examples, clauses) if examples else []


def judged_by(
    classifier: Classifier, examples: Sequence[PolicyExample], clauses: Sequence[Clause]
) -> list[Judged]:
    """Each of `examples` with what `clauses` make of it under the scores of `classifier`."""
    scored = _scores([example.text for example in examples], classifier)
    return [
        _judge(example, scores, clauses, classifier)
        for example, scores in zip(examples, scored, strict=True)
    ]


def not_judged(policy: Policy) -> list[Judged]:
    """The examples of `policy` where nothing can judge them."""
    return [Judged(example, None, is_scored=False) for example in policy.examples.all()]


def failing(policy: Policy, clauses: Sequence[Clause]) -> list[PolicyExample]:
    """The examples of `policy` whose expectation `clauses` do not meet.

    Raises ReleaseError if no classifier can be used.
    """
    return [own.example for own in judged(policy, clauses) if not own.is_met]


def _scores(texts: Sequence[str], classifier: Classifier) -> list[Scores | None]:
    """Score what was not scored before: the page shows the same examples at every visit."""
    known = {text: _scored.get((classifier.digest, text)) for text in texts}
    new = [text for text, scores in known.items() if scores is None]
    if new:
        known.update(zip(new, scores_of([Comment(text=t) for t in new], classifier), strict=True))
    if len(_scored) > _REMEMBERED:
        _scored.clear()
    _scored.update(
        ((classifier.digest, text), scores) for text, scores in known.items() if scores is not None
    )
    return [known[text] for text in texts]


def _judge(
    example: PolicyExample,
    scores: Scores | None,
    clauses: Sequence[Clause],
    classifier: Classifier,
) -> Judged:
    if scores is None:
        return Judged(example, Verdict.HOLD, is_scored=False)
    listed = rules.in_text(Comment(text=example.text), clauses)
    findings = [
        _finding(example.text, breach, classifier if listed else None)
        for breach in triage(scores, clauses).breaches
    ]
    found = sorted(citations.once([*findings, *listed]), key=relevance)
    if not found:
        return Judged(example, Verdict.PUBLISH)
    verdict = severest(Verdict(finding.verdict) for finding in found)
    return Judged(example, verdict, found[0].clause)


def _finding(text: str, breach: Breach, classifier: Classifier | None) -> Finding:
    """What a breach would be stored as; its words matter only beside words that are listed."""
    clause = breach.clause
    return Finding(
        clause=clause,
        probability=breach.probability,
        threshold=breach.threshold,
        verdict=breach.verdict,
        evidence=evidence(classifier, text, clause.measured, clause.queue_at) if classifier else [],
    )
