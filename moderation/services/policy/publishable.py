"""What a draft must have before it can be published."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from moderation.classifiers.base import ReleaseError
from moderation.models import Clause, Policy, PolicyExample, PolicyVersion
from moderation.models.clause_rules import validate_rules
from moderation.models.notice_texts import validate_notice_texts
from moderation.models.unread import validate_unread
from moderation.services.policy import examples, proposing


class NotPublishable(Exception):
    """A draft cannot be published; the message says why.

    `failing` are the examples whose expectation it does not meet.
    """

    def __init__(self, message: str, failing: Iterable[PolicyExample] = ()) -> None:
        super().__init__(message)
        self.failing = list(failing)


def check(draft: PolicyVersion) -> None:
    """Raise NotPublishable with the reason if `draft` cannot be published."""
    clauses = list(draft.clauses.all())
    if draft.published_at:
        raise NotPublishable(_("This version is published already."))
    if not draft.text.strip() or not clauses:
        raise NotPublishable(
            _(
                "A policy needs a text and at least one clause. Press “Propose clauses from the "
                "text”, or select words of the text and make a clause of them."
            )
        )
    _check_values(
        draft.unread, validate_unread, _("The verdicts on unread languages cannot be used.")
    )
    for clause in clauses:
        if not clause.quote.strip():
            raise NotPublishable(
                _("A clause has no words of the text. Give it some, or strike it.")
            )
        if not proposing.says(draft.text, clause.quote):
            told = _(
                "The text of the policy does not say “%(quote)s”. Quote other words in this "
                "clause, or strike it."
            )
            raise NotPublishable(told % {"quote": clause.quote})
        what = _("A rule of “%(quote)s” cannot be used.") % {"quote": clause.quote}
        _check_values(clause.rules, validate_rules, what)
        what = _("A notice of “%(quote)s” cannot be used.") % {"quote": clause.quote}
        _check_values(clause.notice_texts, validate_notice_texts, what)
    _check_translations(draft, clauses)
    check_examples(draft.policy, clauses)


def check_examples(policy: Policy, clauses: Sequence[Clause]) -> None:
    """Raise NotPublishable where `clauses` judge an example of `policy` otherwise than it says."""
    try:
        failing = examples.failing(policy, clauses)
    except ReleaseError as error:
        raise NotPublishable(
            _("No classifier can be used at the moment, so the examples cannot be checked.")
        ) from error
    if failing:
        told = ngettext(
            "%(number)d of %(total)d examples is not judged as it should be.",
            "%(number)d of %(total)d examples are not judged as they should be.",
            len(failing),
        )
        said = {"number": len(failing), "total": policy.examples.count()}
        raise NotPublishable(told % said, failing)


def _check_translations(draft: PolicyVersion, clauses: Sequence[Clause]) -> None:
    """Raise NotPublishable unless each translation has words for each clause."""
    for language, text in draft.texts.items():
        for clause in clauses:
            if not proposing.says(text, clause.quotes.get(language, "")):
                told = _("The text in %(language)s has no words for “%(quote)s”. Quote some there.")
                name = get_language_info(language)["name_translated"]
                raise NotPublishable(told % {"language": name, "quote": clause.quote})


def _check_values(stored: Any, validate: Callable[[Any], None], what: str) -> None:
    try:
        validate(stored)
    except ValidationError as error:
        told = " ".join(error.messages[:3])
        raise NotPublishable(f"{what} {told}") from error
