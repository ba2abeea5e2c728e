"""How the scores of a comment came about, for the page of a single case."""

import logging
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from articles.models import Comment
from moderation.models import Finding
from moderation.services.judging import accounts, fallback
from moderation.services.judging.accounts import Account

logger = logging.getLogger(__name__)


class Explained(NamedTuple):
    """A finding about a clause, with the account of its probability."""

    finding: Finding
    account: Account


def has_account(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings has a score that could be explained.  Loads no classifier."""
    return any(_is_scored(finding) for finding in findings)


def explained(comment: Comment, findings: Iterable[Finding]) -> list[Explained]:
    """Explain the findings that the release in use made about the text.

    Empty where none scores, and for findings of a release that is not in use any more.
    """
    try:
        return list(_explained(comment, findings))
    except Exception as error:  # noqa: BLE001 -- a case must open whatever the classifier does
        logger.error("Comment %s is not explained: %s", comment.pk, type(error).__name__)
        return []


def _explained(comment: Comment, findings: Iterable[Finding]) -> Iterator[Explained]:
    release, classifier = fallback.active()
    for finding in findings:
        clause = finding.clause
        if clause is None or not _is_scored(finding) or finding.release_id != release.pk:
            continue
        account = accounts.account(
            classifier, comment.text, clause.measured, finding.evidence, clause.queue_at
        )
        yield Explained(finding, account)


def _is_scored(finding: Finding) -> bool:
    measured = finding.clause is not None and finding.clause.attribute
    of_text = finding.part == Finding.Part.TEXT and finding.reason == Finding.Reason.CLAUSE
    return bool(measured and of_text)
