"""The next version of a policy: drafted, tried on examples, published and frozen."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from moderation.matching import entries
from moderation.models import Clause, Policy, PolicyExample, PolicyVersion
from moderation.models.policy import RULES
from moderation.services.policy import previewing
from moderation.services.policy.clause_proposals import propose_clauses
from moderation.services.policy.policies import DEFAULT_THRESHOLDS

COPIED = ("position", "quote", "attribute", *RULES)


class NotPublishable(Exception):
    """A draft cannot be published; the message says why.

    `failing` are the examples that it does not judge as they say.
    """

    def __init__(self, message: str, failing: Iterable[PolicyExample] = ()) -> None:
        super().__init__(message)
        self.failing = list(failing)


def published(policy: Policy) -> PolicyVersion | None:
    """The version of `policy` that is in force."""
    return policy.versions.filter(published_at__isnull=False).order_by("-number").first()


@transaction.atomic
def draft_of(*, policy: Policy) -> PolicyVersion:
    """The draft of `policy`; a new one starts as a copy of what is in force."""
    locked = Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    if draft := locked.versions.filter(published_at__isnull=True).first():
        return draft
    in_force = published(locked)
    draft = PolicyVersion.objects.create(
        policy=locked, number=_next_number(locked), text=in_force.text if in_force else ""
    )
    clauses = in_force.clauses.all() if in_force else []
    save(draft=draft, text=draft.text, clauses=[_copy(clause) for clause in clauses])
    return draft


@transaction.atomic
def save(*, draft: PolicyVersion, text: str, clauses: Iterable[Clause]) -> None:
    """Give `draft` its text and its clauses, in their order.  Published versions are frozen."""
    locked = PolicyVersion.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if locked.published_at:
        raise NotPublishable("This version was published meanwhile, and is frozen.")
    locked.text = draft.text = text
    locked.save(update_fields=["text"])
    locked.clauses.all().delete()
    kept = list(clauses)
    for position, clause in enumerate(kept):
        clause.pk, clause.version, clause.position = None, locked, position
    Clause.objects.bulk_create(kept)


def proposals(text: str, clauses: Iterable[Clause]) -> list[Clause]:
    """Clauses that `text` asks for and `clauses` do not have yet, to be confirmed by an editor."""
    taken = {clause.attribute for clause in clauses}
    return [
        Clause(
            quote=proposed.quote,
            attribute=proposed.attribute,
            queue_at=DEFAULT_THRESHOLDS[proposed.attribute].queue_at,
            hold_at=DEFAULT_THRESHOLDS[proposed.attribute].hold_at,
        )
        for proposed in propose_clauses(text)
        if proposed.attribute not in taken
    ]


@transaction.atomic
def publish(*, draft: PolicyVersion, published_by: User) -> PolicyVersion:
    """Put `draft` in force and freeze it.

    Raises NotPublishable where it has no text or no clauses, quotes words
    that its text does not have, lists what cannot be looked for, or judges an
    example otherwise than it says.
    """
    policy = Policy.objects.select_for_update(of=("self",)).get(pk=draft.policy_id)
    draft = PolicyVersion.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    _check(draft)
    draft.number = _next_number(policy, besides=draft)
    draft.published_at = timezone.now()
    draft.published_by = published_by
    draft.save(update_fields=["number", "published_at", "published_by"])
    return draft


def quotes(text: str, words: str) -> bool:
    """Whether `words` stand in `text`, whatever the case and the line breaks."""
    return bool(words.strip()) and _plain(words) in _plain(text)


def _check(draft: PolicyVersion) -> None:
    clauses = list(draft.clauses.all())
    if draft.published_at:
        raise NotPublishable("This version is published already.")
    if not draft.text.strip() or not clauses:
        raise NotPublishable("A policy needs a text and at least one clause.")
    for clause in clauses:
        if not quotes(draft.text, clause.quote):
            raise NotPublishable(f"The text of the policy does not say “{clause.quote}”.")
        for listed in (clause.words_to_queue, clause.words_to_hold):
            if problems := entries.problems(listed):
                raise NotPublishable(" ".join(["A list has an unusable entry.", *problems[:3]]))
    if failing := previewing.failing_examples(draft.policy, clauses):
        raise NotPublishable("Some examples are not judged as they should be.", failing)


def _next_number(policy: Policy, besides: PolicyVersion | None = None) -> int:
    others = policy.versions.exclude(pk=besides.pk) if besides else policy.versions.all()
    return (others.aggregate(Max("number"))["number__max"] or 0) + 1


def _copy(clause: Clause) -> Clause:
    return Clause(**{name: getattr(clause, name) for name in COPIED})


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
