"""What the policy editor's page shows about the stored draft."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from articles.models import Comment
from articles.text import folded
from moderation.classifiers.base import ReleaseError
from moderation.models import Clause, Policy, PolicyVersion
from moderation.services.policy import (
    differences,
    effects,
    examples,
    listing,
    notice_previews,
    previewing,
    sample,
)
from moderation.services.policy.effects import Effect
from moderation.services.policy.examples import Judged
from moderation.services.policy.previewing import Changes
from moderation.views.policy_forms import ClauseForm

CHANGES_SHOWN = 50


def of_draft(
    draft: PolicyVersion, saved: Sequence[Clause], in_force: PolicyVersion | None
) -> dict[str, Any]:
    """What the draft would do: to the last comments, clause by clause, and to the examples.

    `saved` are the clauses of the draft.
    """
    policy = draft.policy
    newest = sample.recent(policy)
    found = effects.effects(policy, saved, newest)
    before = list(in_force.clauses.all()) if in_force else []
    changes = previewing.changes(newest, before, saved, CHANGES_SHOWN)
    quoted = {comment.pk: comment for comment in _quoted(found, changes)}
    prefetch_related_objects(list(quoted.values()), "findings")
    return {
        "effects": found,
        "sample": newest,
        "changes": changes,
        "examples": _examples(policy, saved),
        "notice_previews": notice_previews.of_clauses(saved),
        "listed": listing.hits(policy, saved),
        "pieces": differences.of_texts(in_force.text, draft.text) if in_force else [],
        "clause_changes": differences.between(before, saved) if in_force else [],
    }


def beside(
    forms: Sequence[ClauseForm], found: Sequence[Effect]
) -> list[tuple[ClauseForm, Effect | None]]:
    """Each form with what its clause would have done, where it is stored."""
    stored = {(folded(own.clause.quote), own.clause.attribute): own for own in found}
    typed = ((form, form.as_typed()) for form in forms)
    return [(form, stored.get((folded(own.quote), own.attribute))) for form, own in typed]


def _examples(policy: Policy, clauses: Sequence[Clause]) -> list[Judged]:
    try:
        return examples.judged(policy, clauses)
    except ReleaseError:
        return examples.not_judged(policy)


def _quoted(found: Sequence[Effect], changes: Changes) -> Iterator[Comment]:
    for effect in found:
        yield from (example.comment for example in effect.examples)
        yield from (own.comment for own in effect.contradicted.shown)
        yield from (c for line in effect.lines for _, c in [*line.above, *line.below])
    yield from (change.comment for change in changes.shown)
