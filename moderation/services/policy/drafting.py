"""The next version of a policy: drafted, tried on examples, published and frozen."""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from moderation.classifiers.base import ReleaseError
from moderation.matching import entries
from moderation.models import Clause, Policy, PolicyExample, PolicyVersion
from moderation.models.policy import RULES
from moderation.services.policy import previewing
from moderation.services.policy.clause_proposals import propose_clauses
from moderation.services.policy.policies import DEFAULT_THRESHOLDS

SAID = ("quote", "attribute", *RULES)
COPIED = ("position", *SAID)


class NotPublishable(Exception):
    """A draft cannot be published; the message says why.

    `failing` are the examples that it does not judge as they say.
    """

    def __init__(self, message: str, failing: Iterable[PolicyExample] = ()) -> None:
        super().__init__(message)
        self.failing = list(failing)


class DraftChanged(NotPublishable):
    """The draft is no longer as the editor saw it; nothing was saved."""


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


def seen(draft: PolicyVersion) -> str:
    """A token for a draft as an editor looks at it: what it says, and what is in force beside it.

    It is made of the words themselves, so that saving the same again changes nothing.
    """
    in_force = published(draft.policy)
    return f"{in_force.number if in_force else 0}-{digest(draft.text, draft.clauses.all())}"


def digest(text: str, clauses: Iterable[Clause]) -> str:
    """A hash of what a version says, for telling whether two say the same."""
    said = [[getattr(clause, name) for name in SAID] for clause in clauses]
    return sha256(json.dumps([text, said]).encode()).hexdigest()


@transaction.atomic
def save(
    *,
    draft: PolicyVersion,
    text: str,
    clauses: Iterable[Clause],
    seen_as: str | None = None,
) -> None:
    """Give `draft` its text and its clauses, in their order.  Published versions are frozen.

    Raises DraftChanged where the draft is not what `seen_as` tells, save that
    it says the same already.
    """
    locked, kept = _lock(draft), list(clauses)
    if locked.published_at:
        raise DraftChanged("This version was published meanwhile, and is frozen.")
    if seen_as is not None and digest(text, kept) != digest(locked.text, locked.clauses.all()):
        _check_seen(locked, seen_as)
    locked.text = draft.text = text
    locked.save(update_fields=["text"])
    locked.clauses.all().delete()
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
    draft = _lock(draft)
    _check(draft)
    draft.number = _next_number(draft.policy, besides=draft)
    draft.published_at = timezone.now()
    draft.published_by = published_by
    draft.save(update_fields=["number", "published_at", "published_by"])
    return draft


def publish_as_written(
    *,
    draft: PolicyVersion,
    seen_as: str,
    text: str,
    clauses: Sequence[Clause],
    published_by: User,
) -> PolicyVersion:
    """Put what an editor has on the page in force.

    Raises DraftChanged, and changes nothing, where the draft is not what
    `seen_as` tells.  Raises NotPublishable as `publish` does; what is written
    is saved as the draft all the same.
    """
    with transaction.atomic():
        _check_seen(_lock(draft), seen_as)
        save(draft=draft, text=text, clauses=clauses)
        try:
            return publish(draft=draft, published_by=published_by)
        except NotPublishable as error:
            refused = error
    raise refused


@transaction.atomic
def add_example(*, example: PolicyExample) -> None:
    """Keep a text that the policy must flag or let pass; the same one is kept once."""
    Policy.objects.select_for_update(of=("self",)).get(pk=example.policy_id)
    PolicyExample.objects.get_or_create(
        policy=example.policy, text=example.text, expectation=example.expectation
    )


def drop_example(*, policy: Policy, pk: int) -> bool:
    """Forget an example of `policy`.  False where it was dropped before."""
    return bool(policy.examples.filter(pk=pk).delete()[0])


def quotes(text: str, words: str) -> bool:
    """Whether `words` stand in `text`, whatever the case and the line breaks."""
    return bool(words.strip()) and plain(words) in plain(text)


def _lock(draft: PolicyVersion) -> PolicyVersion:
    """Lock a policy and then its draft until the transaction ends."""
    Policy.objects.select_for_update(of=("self",)).get(pk=draft.policy_id)
    return PolicyVersion.objects.select_for_update(of=("self",)).get(pk=draft.pk)


def _check_seen(draft: PolicyVersion, seen_as: str) -> None:
    """Raise DraftChanged, and say what happened, where `draft` is not what `seen_as` tells."""
    now = seen(draft)
    if draft.published_at is None and seen_as == now:
        return
    in_force = published(draft.policy)
    if in_force and seen_as.partition("-")[0] != str(in_force.number):
        by = f" by {in_force.published_by.get_username()}" if in_force.published_by else ""
        raise DraftChanged(
            f"Version {in_force.number} was published{by} after you opened this page."
        )
    raise DraftChanged("This draft was changed after you opened this page.")


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
    try:
        failing = previewing.failing_examples(draft.policy, clauses)
    except ReleaseError as error:
        raise NotPublishable(
            "No classifier can be used at the moment, so the examples cannot be checked."
        ) from error
    if failing:
        number, of_all = len(failing), draft.policy.examples.count()
        raise NotPublishable(
            f"{number} of {of_all} examples {'is' if number == 1 else 'are'} not judged as "
            f"{'it' if number == 1 else 'they'} should be.",
            failing,
        )


def _next_number(policy: Policy, besides: PolicyVersion | None = None) -> int:
    others = policy.versions.exclude(pk=besides.pk) if besides else policy.versions.all()
    return (others.aggregate(Max("number"))["number__max"] or 0) + 1


def _copy(clause: Clause) -> Clause:
    return Clause(**{name: getattr(clause, name) for name in COPIED})


def plain(text: str) -> str:
    """`text` without what does not matter for telling whether two quotes are the same."""
    return " ".join(text.casefold().split())
