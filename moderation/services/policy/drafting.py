"""Drafts and publishes policy versions."""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.classifiers.base import Attribute
from moderation.models import Clause, EventKind, Policy, PolicyExample, PolicyVersion
from moderation.models.clause import MEASURES
from moderation.services.events import recording
from moderation.services.events.recording import Happening
from moderation.services.policy import proposing
from moderation.services.policy.clause_proposals import ProposedClause
from moderation.services.policy.publishable import NotPublishable, check
from moderation.services.policy.thresholds import DEFAULT_THRESHOLDS, Thresholds

CONTENT = ("quote", "attribute", *MEASURES, "notice_texts", "quotes")
COPIED = ("position", *CONTENT)
# What the editor's page can show.
LONGEST_TEXT = 20_000
MOST_CLAUSES = proposing.MOST
MOST_RULES = 20


class DraftChanged(NotPublishable):
    """The draft changed since the editor opened it; nothing was saved."""


def published(policy: Policy) -> PolicyVersion | None:
    """The version of `policy` that is in force."""
    return policy.versions.filter(published_at__isnull=False).order_by("-number").first()


def unpublished(policy: Policy) -> PolicyVersion | None:
    """The draft of `policy`, if it has one."""
    return policy.versions.filter(published_at__isnull=True).first()


def locked_policy(pk: int) -> Policy:
    """Lock a policy until the transaction ends, against others who would change it."""
    return Policy.objects.select_for_update(of=("self",)).get(pk=pk)


@transaction.atomic
def draft_of(*, policy: Policy) -> PolicyVersion:
    """The draft of `policy`; a new one is a copy of the version in force."""
    locked = locked_policy(policy.pk)
    if draft := unpublished(locked):
        return draft
    in_force = published(locked)
    draft = PolicyVersion.objects.create(
        policy=locked,
        number=_next_number(locked),
        text=in_force.text if in_force else "",
        unread=in_force.unread if in_force else {},
        texts=in_force.texts if in_force else {},
    )
    clauses = in_force.clauses.all() if in_force else []
    save(draft=draft, text=draft.text, clauses=[_copy(clause) for clause in clauses])
    return draft


def version_token_of(draft: PolicyVersion) -> str:
    """A token of the draft's content and of the version in force.

    It is a hash of the content, so saving the same content again does not change it.
    """
    in_force = published(draft.policy)
    return f"{in_force.number if in_force else 0}-{digest(draft.text, draft.clauses.all())}"


def digest(text: str, clauses: Iterable[Clause]) -> str:
    """A hash of the content of a version."""
    content = [[getattr(clause, name) for name in CONTENT] for clause in clauses]
    return sha256(json.dumps([text, content]).encode()).hexdigest()


@transaction.atomic
def save(
    *,
    draft: PolicyVersion,
    text: str,
    clauses: Iterable[Clause],
    version_token: str | None = None,
    unread: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> None:
    """Give `draft` its text and its clauses, in their order, its verdicts on unread languages, and
    its `texts` in other languages.

    Without `unread` or `texts` those stay.

    Raises DraftChanged if it was published, or if `version_token` is outdated
    and the new content differs from the stored one.
    """
    locked, kept = _lock(draft), list(clauses)
    if locked.published_at:
        raise DraftChanged(_("This version was published in the meantime and is frozen."))
    if version_token is not None and digest(text, kept) != digest(
        locked.text, locked.clauses.all()
    ):
        check_token(locked, version_token)
    locked.text = draft.text = text
    if unread is not None:
        locked.unread = draft.unread = dict(unread)
    if texts is not None:
        locked.texts = draft.texts = dict(texts)
    locked.save(update_fields=["text", "unread", "texts"])
    locked.clauses.all().delete()
    for position, clause in enumerate(kept):
        clause.pk, clause.version, clause.position = None, locked, position
    Clause.objects.bulk_create(kept)


@transaction.atomic
def publish_text(
    *,
    policy: Policy,
    text: str,
    clauses: Iterable[ProposedClause],
    published_by: User | None = None,
    thresholds: Mapping[Attribute, Thresholds] = DEFAULT_THRESHOLDS,
) -> PolicyVersion:
    """Publish `text` with `clauses` at `thresholds`, checked as `publish` does.

    An editor's draft is not changed.
    """
    started = proposing.started(clauses, thresholds)
    return publish_beside(policy=policy, text=text, clauses=started, published_by=published_by)


@transaction.atomic
def publish_beside(
    *,
    policy: Policy,
    text: str,
    clauses: Iterable[Clause],
    published_by: User | None,
    unread: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> PolicyVersion:
    """Publish `text` with `clauses`, and leave an editor's draft as it is.

    Without `unread` the verdicts on unread languages stay those in force.
    Raises NotPublishable as `publish` does.
    """
    locked = locked_policy(policy.pk)
    draft = PolicyVersion.objects.create(policy=locked, number=_next_number(locked), text=text)
    if unread is None and (in_force := published(locked)):
        unread = in_force.unread
    save(draft=draft, text=text, clauses=clauses, unread=unread, texts=texts)
    return publish(draft=draft, published_by=published_by)


@transaction.atomic
def publish(*, draft: PolicyVersion, published_by: User | None) -> PolicyVersion:
    """Put `draft` in force and freeze it.

    Raises NotPublishable where it has no text or no clauses, quotes words
    that its text does not have, lists what cannot be looked for, or judges an
    example otherwise than it says.
    """
    draft = _lock(draft)
    check(draft)
    draft.number = _next_number(draft.policy, besides=draft)
    draft.published_at = timezone.now()
    draft.published_by = published_by
    draft.save(update_fields=["number", "published_at", "published_by"])
    told = {"policy": draft.policy_id, "article": draft.policy.article_id, "version": draft.number}
    recording.record([Happening(EventKind.POLICY_PUBLISHED, data=told)])
    return draft


def publish_as_written(
    *,
    draft: PolicyVersion,
    version_token: str,
    text: str,
    clauses: Sequence[Clause],
    published_by: User,
) -> PolicyVersion:
    """Save an editor's draft and publish it.

    Raises DraftChanged, and changes nothing, if `version_token` is outdated.
    Raises NotPublishable as `publish` does; the draft is saved all the same.
    """
    with transaction.atomic():
        check_token(_lock(draft), version_token)
        save(draft=draft, text=text, clauses=clauses)
        try:
            return publish(draft=draft, published_by=published_by)
        except NotPublishable as error:
            refused = error
    raise refused


@transaction.atomic
def add_example(*, example: PolicyExample) -> None:
    """Add a text that the policy must flag or pass, unless it exists already."""
    locked_policy(example.policy_id)
    PolicyExample.objects.get_or_create(
        policy=example.policy, text=example.text, expectation=example.expectation
    )


def drop_example(*, policy: Policy, pk: int) -> bool:
    """Delete an example of `policy`.  False if there is none with this id."""
    return bool(policy.examples.filter(pk=pk).delete()[0])


def _lock(draft: PolicyVersion) -> PolicyVersion:
    """Lock a policy and then its draft until the transaction ends."""
    locked_policy(draft.policy_id)
    return PolicyVersion.objects.select_for_update(of=("self",)).get(pk=draft.pk)


def check_token(draft: PolicyVersion, version_token: str) -> None:
    """Raise DraftChanged with the reason if `version_token` is outdated."""
    now = version_token_of(draft)
    if draft.published_at is None and version_token == now:
        return
    in_force = published(draft.policy)
    if in_force and version_token.partition("-")[0] != str(in_force.number):
        told = _("Version %(number)d was published after you opened this page.")
        said: dict[str, Any] = {"number": in_force.number}
        if in_force.published_by:
            told = _("Version %(number)d was published by %(name)s after you opened this page.")
            said["name"] = in_force.published_by.get_username()
        raise DraftChanged(told % said)
    raise DraftChanged(_("This draft was changed after you opened this page."))


def _next_number(policy: Policy, besides: PolicyVersion | None = None) -> int:
    others = policy.versions.exclude(pk=besides.pk) if besides else policy.versions.all()
    return (others.aggregate(Max("number"))["number__max"] or 0) + 1


def _copy(clause: Clause) -> Clause:
    return Clause(**{name: getattr(clause, name) for name in COPIED})
