"""Brings a policy document into the site: as the draft of its policy, or in force at once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from moderation.models import Clause, Policy, PolicyExample, PolicyVersion
from moderation.services.policy import drafting, intake, publishable, shipped
from moderation.services.policy.documents import (
    SETTINGS,
    ExampleEntry,
    PolicyDocument,
    content_of,
)

EMPTY = PolicyDocument("", ())


class DraftHasWork(Exception):
    """The draft has a text or clauses that would be lost; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The version that a document became, and what else it changed."""

    version: PolicyVersion
    version_is_new: bool
    examples_changed: bool = False
    settings_changed: bool = False

    @property
    def changed_nothing(self) -> bool:
        return not (self.version_is_new or self.examples_changed or self.settings_changed)


@transaction.atomic
def draft_from(
    *, policy: Policy, document: PolicyDocument, replace_draft: bool = False
) -> Imported:
    """Make `document` the draft of `policy`, with its examples and without its settings.

    Settings apply at once, which a draft must not.  Nothing changes if the document is in force.
    Raises DraftHasWork where an editor's draft would be lost, unless `replace_draft`.
    """
    locked = drafting.locked_policy(policy.pk)
    content, in_force = _content(document), drafting.published(locked)
    stored = drafting.unpublished(locked)
    if in_force and content_of(in_force) == content and not (replace_draft and stored):
        return Imported(in_force, False, _set_examples(locked, document.examples))
    if stored and not replace_draft and not _is_free(stored, in_force, content):
        raise DraftHasWork(_("The draft has changes that are not published."))
    is_new = stored is None or content_of(stored) != content
    draft = drafting.draft_of(policy=locked)
    drafting.save(
        draft=draft,
        text=document.text,
        clauses=_clauses(document),
        unread=document.unread,
        texts=document.texts,
    )
    return Imported(draft, is_new, _set_examples(locked, document.examples))


@transaction.atomic
def publish_from(
    *,
    policy: Policy,
    document: PolicyDocument,
    replace_draft: bool = False,
    published_by: User | None = None,
) -> Imported:
    """Put `document` in force for `policy`, with its examples and its settings.

    An editor's draft stays, unless `replace_draft`.  The policy of an article takes no settings
    about authors.  Raises NotPublishable as `drafting.publish` does, and changes nothing then.
    """
    locked = drafting.locked_policy(policy.pk)
    content, before = _content(document), drafting.published(locked)
    examples_changed = _set_examples(locked, document.examples)
    settings_changed = _set_settings(locked, document)
    if before and content_of(before) == content:
        if examples_changed:
            publishable.check_examples(locked, list(before.clauses.all()))
        return Imported(before, False, examples_changed, settings_changed)
    stored = drafting.unpublished(locked)
    if stored is None or replace_draft or _is_free(stored, before, content):
        draft = drafting.draft_of(policy=locked)
        drafting.save(
            draft=draft,
            text=document.text,
            clauses=_clauses(document),
            unread=document.unread,
            texts=document.texts,
        )
        version = drafting.publish(draft=draft, published_by=published_by)
    else:
        version = drafting.publish_beside(
            policy=locked,
            text=document.text,
            clauses=_clauses(document),
            published_by=published_by,
            unread=document.unread,
            texts=document.texts,
        )
    return Imported(version, True, examples_changed, settings_changed)


def adopt(
    *, draft: PolicyVersion, document: PolicyDocument, version_token: str, replace_text: bool
) -> None:
    """Fill an editor's draft with `document`, and add its examples to those that there are.

    Raises DraftHasWork if the draft has a text and not `replace_text`, and
    DraftChanged if `version_token` is outdated.
    """
    with transaction.atomic():
        locked = drafting.locked_policy(draft.policy_id)
        stored = drafting.draft_of(policy=locked)
        has_work = not _is_free(stored, None, _content(document)) and not _is_shipped(stored)
        if has_work and not replace_text:
            raise DraftHasWork(_("The draft has a text already."))
        drafting.save(
            draft=draft,
            text=document.text,
            clauses=_clauses(document),
            version_token=version_token,
            unread=document.unread,
            texts=document.texts,
        )
        for own in document.examples or ():
            drafting.add_example(
                example=PolicyExample(policy=locked, expectation=own.expectation, text=own.text)
            )


def settings_to_change(policy: Policy, document: PolicyDocument) -> dict[str, Any]:
    """The settings in which `policy` differs from `document`, as the document has them."""
    if document.settings is None:
        return {}
    wanted = {name: document.settings.get(name, SETTINGS[name]) for name in _names(policy)}
    return {name: value for name, value in wanted.items() if getattr(policy, name) != value}


def settings_left_out(policy: Policy, document: PolicyDocument) -> list[str]:
    """The settings of `document` that only the site's policy has, if `policy` is another."""
    return [name for name in document.settings or () if name not in _names(policy)]


def _names(policy: Policy) -> tuple[str, ...]:
    return intake.FIELDS if policy.is_default else ("moderation",)


def _is_free(
    draft: PolicyVersion, published: PolicyVersion | None, content: PolicyDocument
) -> bool:
    """Whether `draft` has nothing that would be lost: the page makes one when it is opened."""
    found = content_of(draft)
    return found in (EMPTY, content) or (published is not None and found == content_of(published))


def _is_shipped(draft: PolicyVersion) -> bool:
    found = content_of(draft)
    return any(
        found == _content(shipped.document(own.name, own.language)) for own in shipped.available()
    )


def _content(document: PolicyDocument) -> PolicyDocument:
    return replace(document, examples=None, settings=None)


def _clauses(document: PolicyDocument) -> list[Clause]:
    return [entry.clause() for entry in document.clauses]


def _set_examples(policy: Policy, wanted: Iterable[ExampleEntry] | None) -> bool:
    """Give `policy` these examples, in their order.  False if it has them already."""
    if wanted is None:
        return False
    stored = [(own.expectation, own.text) for own in policy.examples.all()]
    given = [(own.expectation, own.text) for own in wanted]
    if stored == given:
        return False
    policy.examples.all().delete()
    PolicyExample.objects.bulk_create(
        PolicyExample(policy=policy, expectation=expectation, text=text)
        for expectation, text in given
    )
    return True


def _set_settings(policy: Policy, document: PolicyDocument) -> bool:
    settings = settings_to_change(policy, document)
    for name, value in settings.items():
        setattr(policy, name, value)
    policy.save(update_fields=list(settings))
    return bool(settings)
