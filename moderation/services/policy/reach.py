"""Which clauses nothing can be flagged under, and why."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from moderation.classifiers.base import Attribute
from moderation.models import Clause
from moderation.services.judging.triage import Breach, triage
from moderation.services.policy.sample import Sample
from moderation.services.policy.verbs import percent

# A probability of 1 would be certainty, which calibrated classifiers do not claim.
CERTAIN = 1.0


def will_never_flag(clause: Clause, clauses: Sequence[Clause], sample: Sample) -> str:
    """Why nothing will ever be flagged under `clause`, one of `clauses`; empty where it can be."""
    if clause.is_for_people:
        return _(
            "Nothing is flagged under this clause automatically: it has no classifier and no "
            "rules. Only moderators remove under it."
        )
    if clause.rules:
        return ""
    if clause.queue_at >= CERTAIN and not _is_reached(clause, sample):
        return _(
            "Nothing will ever be flagged under this clause: it starts at %(percent)s, and no "
            "score is so high."
        ) % {"percent": percent(clause.queue_at)}
    if other := _always_precedes(clause, clauses):
        return _(
            "Nothing will ever be flagged under this clause: “%(quote)s” measures the same and is "
            "at least as strict at every score, so it is always cited instead."
        ) % {"quote": other.quote}
    return ""


def _is_reached(clause: Clause, sample: Sample) -> bool:
    probabilities = sample.of(clause)
    return probabilities is not None and bool((probabilities >= clause.queue_at).any())


def _always_precedes(clause: Clause, clauses: Sequence[Clause]) -> Clause | None:
    """The clause that is cited at the lowest threshold of `clause`, if others always are.

    Which of them is cited changes at their thresholds only, so trying those is trying all.
    """
    rivals = [own for own in clauses if own.attribute == clause.attribute]
    tried = {at for own in rivals for at in (own.queue_at, own.hold_at, own.remove_at or 0.0)}
    cited = [
        _cited(rivals, at) for at in sorted({*tried, clause.queue_at}) if at >= clause.queue_at
    ]
    return None if any(own is clause for own in cited) else cited[0]


def _cited(rivals: Sequence[Clause], probability: float) -> Clause:
    scores = dict.fromkeys(Attribute, 0.0) | {rivals[0].measured: probability}
    breaches: tuple[Breach, ...] = triage(scores, rivals).breaches
    return breaches[0].clause
