"""Adopts a word list: words from a file or a package become a rule of a clause of a draft."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from moderation.matching import entries
from moderation.models import PolicyVersion
from moderation.models.clause_rules import Rule, RuleKind, validate_rules
from moderation.services.policy import drafting

LARGEST_FILE = 500_000


class NoWordListError(ValueError):
    """A file holds no words that can be looked for; the message says why, and what to do."""


def from_file(content: bytes) -> list[str]:
    """The words of a file, one a line, each once.

    Raises NoWordListError, with a sentence for each of the first words that cannot be looked for.
    """
    if len(content) > LARGEST_FILE:
        raise NoWordListError(_("The file is larger than 500 kB. Divide it into several files."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        told = _("The file is not a text in UTF-8. Save it as one, with a word on each line.")
        raise NoWordListError(told) from error
    if "\0" in text:
        raise NoWordListError(_("The file has NUL characters, so it is no text. Choose another."))
    words = list(dict.fromkeys(entries.lines(text)))
    if not words:
        raise NoWordListError(_("The file is empty. Write a word on each line."))
    check(words)
    return words


def check(words: Iterable[str], language: str = "") -> None:
    """Raise NoWordListError unless `words` can be a rule."""
    try:
        validate_rules([_rule(words, language, "hold").data()])
    except ValidationError as error:
        raise NoWordListError(" ".join(error.messages)) from error


@transaction.atomic
def adopt(
    *,
    draft: PolicyVersion,
    place: int,
    words: Iterable[str],
    language: str,
    verdict: str,
    version_token: str,
) -> int:
    """Give the clause at `place` of `draft` a rule with `words`, and return their number.

    Where the clause has a list for that language with that verdict, the words join it.
    Raises NoWordListError, and DraftChanged if `version_token` is outdated.
    """
    locked = drafting.locked_policy(draft.policy_id)
    drafting.check_token(draft, version_token)
    clauses = list((drafting.unpublished(locked) or draft).clauses.all())
    if place >= len(clauses):
        raise NoWordListError(_("Choose a clause that the words belong to."))
    rules = list(clauses[place].own_rules)
    for number, own in enumerate(rules):
        if (own.kind, own.language, own.verdict) == (RuleKind.WORDS, language, verdict):
            words = dict.fromkeys([*entries.lines(own.entries), *words])
            del rules[number]
            break
    new = _rule(words, language, verdict)
    check(entries.lines(new.entries), language)
    if len(rules) >= drafting.MOST_RULES:
        told = _("The clause has %(most)d rules already. Strike one of them in the editor.")
        raise NoWordListError(told % {"most": drafting.MOST_RULES})
    clauses[place].rules = [own.data() for own in [*rules, new]]
    drafting.save(draft=draft, text=draft.text, clauses=clauses, version_token=version_token)
    return len(entries.lines(new.entries))


def _rule(words: Iterable[str], language: str, verdict: str) -> Rule:
    return Rule(RuleKind.WORDS, verdict, "\n".join(words), language=language)
