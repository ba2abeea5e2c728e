"""Translations of a draft: its text in another language, and the words of each clause in it.

A clause in several languages is one clause: findings, decisions and notices cite it, and readers
see its words in their own language.
"""

import json
from collections.abc import Mapping
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.models import PolicyVersion
from moderation.services.policy import drafting
from moderation.services.policy.drafting import DraftChanged


def version_token_of(draft: PolicyVersion) -> str:
    """A token of the clauses and of all translations of `draft`."""
    clauses = [[clause.quote, clause.quotes] for clause in draft.clauses.all()]
    return sha256(json.dumps([draft.texts, clauses], sort_keys=True).encode()).hexdigest()


@transaction.atomic
def save(
    *,
    draft: PolicyVersion,
    language: str,
    text: str,
    quotes: Mapping[str, str],
    version_token: str,
) -> None:
    """Give `draft` its `text` in `language`, and its clauses their words there, by their quotes.

    An empty text takes the translation away.
    Raises DraftChanged if it was published or `version_token` is outdated.
    """
    drafting.locked_policy(draft.policy_id)
    locked = PolicyVersion.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if locked.published_at or version_token != version_token_of(locked):
        raise DraftChanged(_("This draft was changed after you opened this page."))
    clauses = list(locked.clauses.all())
    for clause in clauses:
        quote = quotes.get(clause.quote, "") if text.strip() else ""
        clause.quotes = _with(clause.quotes, language, " ".join(quote.split()))
    texts = _with(locked.texts, language, text)
    drafting.save(draft=draft, text=locked.text, clauses=clauses, texts=texts)


def _with(said: dict[str, str], language: str, text: str) -> dict[str, str]:
    others = {code: own for code, own in said.items() if code != language}
    return {**others, language: text} if text.strip() else others
