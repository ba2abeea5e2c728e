"""Where moderation joins the public site: the signals of `articles`, deletion, and migration."""

import logging
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_migrate, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Comment
from articles.signals import (
    CommentQuestioned,
    CommentRefused,
    comment_drafted,
    comment_posted,
    comment_submitted,
)
from moderation.classifiers.base import ReleaseError
from moderation.services.decisions import blocking
from moderation.services.desk import queue
from moderation.services.judging import releases, scoring
from moderation.services.readers import origins, warning

logger = logging.getLogger(__name__)

HURRY = timedelta(minutes=1)
POSTS_PER_HURRY = 5
POSTS_PER_NETWORK = 30
EDITS_APART = timedelta(seconds=5)


@receiver(comment_drafted, dispatch_uid="warn_before_posting")
def warn_before_posting(comment: Comment, **_: Any) -> None:
    """Show authors the words that would have their comment held, while they can still change it."""
    if question := warning.before_posting(comment):
        raise CommentQuestioned(question)


@receiver(comment_submitted, dispatch_uid="refuse_blocked_authors")
def refuse_blocked_authors(comment: Comment, request: HttpRequest | None = None, **_: Any) -> None:
    block = blocking.block_in_force(comment.author, request)
    if block is None:
        return
    until = f" until {date_format(block.until, 'DATETIME_FORMAT')}" if block.until else ""
    if block.author_id != comment.author_id:
        raise CommentRefused(f"Commenting from your network or address is blocked{until}.")
    raise CommentRefused(f"You are blocked from commenting{until}. Reason: {block.reason}")


@receiver(comment_submitted, dispatch_uid="refuse_hurried_authors")
def refuse_hurried_authors(comment: Comment, **_: Any) -> None:
    if comment.author.pk is None:
        return
    if comment.edited_at and timezone.now() - comment.edited_at < EDITS_APART:
        raise CommentRefused("You are changing this very quickly. Please wait some seconds.")
    since = timezone.now() - HURRY
    if comment.author.comments.filter(posted_at__gt=since).count() >= POSTS_PER_HURRY:
        raise CommentRefused("You are posting very quickly. Please wait a minute and try again.")


@receiver(comment_submitted, dispatch_uid="refuse_hurried_networks")
def refuse_hurried_networks(request: HttpRequest | None = None, **_: Any) -> None:
    """Stop a flood under ever new names, and let an office behind one address through."""
    if request and origins.posted_since(request, timezone.now() - HURRY) >= POSTS_PER_NETWORK:
        raise CommentRefused("Many comments come from your network. Please wait a minute.")


@receiver(comment_posted, dispatch_uid="score_posted_comments")
def score_posted_comments(comments: list[Comment], **_: Any) -> None:
    scoring.score(comments)


@receiver(comment_posted, dispatch_uid="remember_origins")
def remember_origins(comments: list[Comment], request: HttpRequest | None = None, **_: Any) -> None:
    if request:
        origins.remember(comments, request)


@receiver(user_logged_out, dispatch_uid="put_back_claims")
def put_back_claims(user: User | None, **_: Any) -> None:
    """Who signs out has no case in hand any more."""
    if user is not None:
        queue.release_all(moderator=user)


@receiver(pre_delete, sender=Comment, dispatch_uid="wait_for_scores")
def wait_for_scores(instance: Comment, **_: Any) -> None:
    """Lock a comment before its scores are deleted, so that nothing files another meanwhile."""
    Comment.objects.select_for_update().filter(pk=instance.pk).first()


@receiver(post_migrate, dispatch_uid="activate_release")
def activate_release(sender: AppConfig, **_: Any) -> None:
    """Make the classifier that the settings name the active release.

    A broken release must not keep a site from migrating: comments are held
    until it is mended, and `manage.py check` says what is wrong with it.
    """
    if sender.name != "moderation":
        return
    try:
        releases.activate(settings.CLASSIFIER)
    except ReleaseError as error:
        logger.warning("No classifier is active: %s", error)
