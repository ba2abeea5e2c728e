"""Storing findings."""

from collections.abc import Sequence

from moderation.models import Finding
from moderation.services.judging.outcomes import Outcome
from moderation.services.judging.persistence.lookup import delete_of


def store_findings(outcomes: Sequence[Outcome]) -> None:
    """Replace the findings of the comments."""
    delete_of([outcome.comment.pk for outcome in outcomes], Finding.objects.all())
    Finding.objects.bulk_create(finding for outcome in outcomes for finding in outcome.findings)
