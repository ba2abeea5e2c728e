"""Publishes policy versions for tests."""

from moderation.models import Clause, Policy, PolicyVersion
from moderation.services.policy import drafting


def publish(policy: Policy, *clauses: Clause, text: str | None = None) -> PolicyVersion:
    """Publish a version with these clauses, of a text that says their words."""
    draft = drafting.draft_of(policy=policy)
    text = text or f"No {', '.join(clause.quote for clause in clauses)}."
    drafting.save(draft=draft, text=text, clauses=clauses)
    return drafting.publish(draft=draft, published_by=None)
