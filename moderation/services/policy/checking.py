"""Checks a policy that is kept in a file, without storing anything."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from articles.text import has_something_to_read
from moderation.classifiers.base import Classifier, ReleaseError
from moderation.models import Clause, PolicyExample
from moderation.services.judging import releases
from moderation.services.policy import drafting, examples, proposing
from moderation.services.policy.documents import PolicyDocument
from moderation.services.policy.reading import read_policy

NO_RULE = (
    "No rule was found in the text. Say what is not permitted, such as “We do not permit insults "
    "or links to shops.”, or add the clauses at the desk."
)


@dataclass(frozen=True, slots=True)
class Checked:
    """The clauses of a policy, what of its text is not one yet, and what is wrong, as sentences.

    `unchecked` says what could not be checked here.
    """

    clauses: Sequence[Clause]
    unread: Sequence[str] = ()
    problems: Sequence[str] = ()
    unchecked: str = ""


def check_text(text: str) -> Checked:
    """The clauses that `text` would start with."""
    if not has_something_to_read(text):
        return Checked([], problems=["The text is empty. Write the rules of the discussion in it."])
    if len(text) > drafting.LONGEST_TEXT:
        return Checked(
            [],
            problems=[
                f"The text has {len(text):,} characters and may have {drafting.LONGEST_TEXT:,}. "
                "Keep the rules, and link to the rest."
            ],
        )
    clauses = proposing.proposals(text, [])
    unread = [" ".join(text[start:end].split()) for start, end in read_policy(text).unread]
    return Checked(clauses, unread, problems=[] if clauses else [NO_RULE])


def check_document(document: PolicyDocument) -> Checked:
    """The clauses of `document`, and why it could not be published."""
    clauses = [entry.clause() for entry in document.clauses]
    problems, unchecked = [], ""
    if not has_something_to_read(document.text):
        problems.append("text: It is empty. Write the rules of the discussion in it.")
    if not clauses:
        problems.append("clauses: There are none. Add at least one.")
    if clauses and document.examples:
        try:
            problems += _failing(document, clauses, _classifier())
        except ReleaseError as error:
            unchecked = f"The examples were not checked, for no classifier can be used: {error}"
    return Checked(clauses, problems=problems, unchecked=unchecked)


def _classifier() -> Classifier:
    """The classifier that would score a comment now, without looking into the database.

    Raises ReleaseError.
    """
    try:
        return releases.load(settings.CLASSIFIER)
    except ReleaseError:
        if settings.CLASSIFIER not in releases.COVERED:
            raise
        return releases.load(releases.FALLBACK)


def _failing(
    document: PolicyDocument, clauses: Sequence[Clause], classifier: Classifier
) -> list[str]:
    written = [
        PolicyExample(text=own.text, expectation=own.expectation) for own in document.examples or ()
    ]
    return [
        f"examples[{number}]: {classifier.name} judges it otherwise. Change the example, or what "
        "its clause looks for."
        for number, own in enumerate(examples.judged_by(classifier, written, clauses))
        if not own.is_met
    ]
