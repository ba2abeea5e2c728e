"""Signal receivers: connects moderation to the signals of `articles` and of Django."""

import logging
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_out
from django.db import connections
from django.db.models.signals import post_migrate, post_save, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from articles import limits
from articles.models import Author, Comment
from articles.signals import (
    CommentQuestioned,
    CommentRefused,
    Draft,
    NameRefused,
    author_renamed,
    comment_drafted,
    comment_posted,
    comment_reacted,
    comment_stored,
    comment_submitted,
)
from moderation.classifiers.base import ReleaseError
from moderation.models import EventKind, Finding, ShippedGroup, Trust
from moderation.services import groups
from moderation.services.connections import akismet
from moderation.services.connections.akismet import spam_checks
from moderation.services.decisions import assigning, blocking, cases
from moderation.services.events import recording
from moderation.services.events.recording import Happening
from moderation.services.judging import (
    fallback,
    kept_findings,
    new_names,
    pending,
    trust,
    warning,
)
from moderation.services.readers import origins

logger = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
A_MINUTE = 60  # seconds, for Retry-After
POSTS_PER_AUTHOR = 5
# Twice POSTS_PER_AUTHOR, since each comment may be questioned once before it is posted.
ATTEMPTS_PER_AUTHOR = 10

ATTEMPTS_PER_NETWORK = 30
REACTIONS_PER_AUTHOR = 30
EDITS_APART = timedelta(seconds=5)
TOO_QUICK = gettext_lazy("You are posting very quickly. Please wait a minute and try again.")


@receiver(comment_drafted, dispatch_uid="examine_draft")
def examine_draft(
    comment: Comment, draft: Draft, request: HttpRequest | None = None, **_: Any
) -> None:
    """Check blocks, then rate limits, which count every attempt, and the warning last, since it
    scores the text, which costs as much as posting and reveals the result.
    """
    _refuse_blocked(comment.author, request)
    _check_rate_of_attempts(comment.author, request)
    if draft != Draft.NEW:  # what is stored next is checked with the author locked
        return
    _check_rate_of_posting(comment)
    if question := warning.before_posting(comment):
        raise CommentQuestioned(question)


@receiver(comment_submitted, dispatch_uid="examine_submission")
def examine_submission(comment: Comment, request: HttpRequest | None = None, **_: Any) -> None:
    """Check again with the author locked, since concurrent requests may have posted."""
    _refuse_blocked(comment.author, request)
    _check_rate_of_posting(comment)


@receiver(comment_stored, dispatch_uid="open_case_of_unjudged")
def open_case_of_unjudged(comment: Comment, **_: Any) -> None:
    pending.open_case(comment)


@receiver(comment_stored, dispatch_uid="hold_what_is_not_proved")
def hold_what_is_not_proved(comment: Comment, **_: Any) -> None:
    if not (comment.is_proved or _is_trusted(comment)):
        kept_findings.keep([comment], Finding.Reason.NOT_PROVED)


@receiver(comment_stored, dispatch_uid="remember_origin")
def remember_origin(comment: Comment, request: HttpRequest | None = None, **_: Any) -> None:
    if request:
        origins.remember([comment], request)


@receiver(comment_stored, dispatch_uid="tell_of_edit")
def tell_of_edit(comment: Comment, **_: Any) -> None:
    if comment.edited_at:
        recording.record([Happening(EventKind.COMMENT_EDITED, comment.pk)])


@receiver(comment_stored, dispatch_uid="await_spam_check")
def await_spam_check(comment: Comment, request: HttpRequest | None = None, **_: Any) -> None:
    if request and akismet.is_on() and not _is_trusted(comment):
        spam_checks.open_check(comment, request)


@receiver(comment_posted, dispatch_uid="judge_posted_comments")
def judge_posted_comments(comments: list[Comment], **_: Any) -> None:
    if akismet.is_on():
        spam_checks.ask_about(comments)
    pending.judge(comments)


def _is_trusted(comment: Comment) -> bool:
    return bool(trust.authors([comment], Trust.Level.TRUSTED))


def _refuse_blocked(author: Author, request: HttpRequest | None) -> None:
    if refusal := blocking.refusal(author, request):
        raise CommentRefused(refusal)


def _check_rate_of_posting(comment: Comment) -> None:
    """Refuse an author who posts or edits too quickly."""
    if comment.author.pk is None:
        return
    edited_at = None if comment.redacted_at else comment.edited_at  # then the editors changed it
    now = timezone.now()
    if edited_at and timedelta(0) <= now - edited_at < EDITS_APART:
        wait = int(EDITS_APART.total_seconds())
        told = gettext("You are editing very quickly. Please wait a few seconds.")
        raise CommentRefused(told, retry_after=wait)
    # What was posted while the clock was ahead says nothing about the last minute.
    recent = comment.author.comments.filter(posted_at__gt=now - MINUTE, posted_at__lte=now)
    if recent.count() >= POSTS_PER_AUTHOR:
        raise CommentRefused(str(TOO_QUICK), retry_after=A_MINUTE)


def _check_rate_of_attempts(author: Author, request: HttpRequest | None) -> None:
    """Limit attempts by author, and by network to stop floods under new names.

    Attempts that the author's limit refuses do not count towards the network's.
    """
    who = f"author {author.pk}" if author.pk else author.user_id and f"account {author.user_id}"
    if who and not limits.allows("posting as", who, most=ATTEMPTS_PER_AUTHOR, within=MINUTE):
        raise CommentRefused(str(TOO_QUICK), retry_after=A_MINUTE)
    if request and not limits.allows(
        "posting from", origins.network_key(request), most=ATTEMPTS_PER_NETWORK, within=MINUTE
    ):
        told = gettext("Too many comments from your network. Please wait a minute.")
        raise CommentRefused(told, retry_after=A_MINUTE)


@receiver(comment_reacted, dispatch_uid="examine_reaction")
def examine_reaction(author: Author, request: HttpRequest | None = None, **_: Any) -> None:
    _refuse_blocked(author, request)
    if not limits.allows("reacting as", str(author.pk), most=REACTIONS_PER_AUTHOR, within=MINUTE):
        raise CommentRefused(str(TOO_QUICK), retry_after=A_MINUTE)


@receiver(author_renamed, dispatch_uid="refuse_bad_names")
def refuse_bad_names(name: str, **_: Any) -> None:
    """Check a new name, which existing comments were not judged with."""
    if refusal := new_names.refusal(name):
        raise NameRefused(refusal)


@receiver(user_logged_out, dispatch_uid="release_claims")
def release_claims(user: User | None, **_: Any) -> None:
    """Release a moderator's claimed cases at log-out."""
    if user is not None:
        cases.release_all(moderator=user)


@receiver(post_save, sender=User, dispatch_uid="unassign_cases_of_who_left")
def unassign_cases_of_who_left(instance: User, *, created: bool, raw: bool, **_: Any) -> None:
    """Others pass over assigned cases: those of somebody who left would wait for ever."""
    if not (instance.is_active or created or raw):
        assigning.unassign_all(moderator=instance)


@receiver(pre_delete, sender=Comment, dispatch_uid="lock_before_deletion")
def lock_before_deletion(instance: Comment, **_: Any) -> None:
    """Lock a comment before its scores are deleted, so that no new score is stored meanwhile."""
    Comment.objects.select_for_update().filter(pk=instance.pk).first()


@receiver(post_migrate, dispatch_uid="activate_release")
def activate_release(sender: AppConfig, **_: Any) -> None:
    """Make the configured classifier the active release.

    A broken release must not stop a migration: comments are held until it is
    fixed, and `manage.py check` reports what is wrong.
    """
    if sender.name != "moderation":
        return
    try:
        fallback.activate()
    except ReleaseError as error:
        logger.warning("No classifier is active: %s", error)


@receiver(post_migrate, dispatch_uid="make_groups")
def make_groups(sender: AppConfig, using: str, **_: Any) -> None:
    """Make the groups, unless the database is only migrated to a version without them."""
    tables = connections[using].introspection.table_names()
    if sender.name == "moderation" and ShippedGroup._meta.db_table in tables:
        groups.make_groups()
