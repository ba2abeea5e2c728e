"""How a comment gets onto the site: asked about, stored, then handed on to be judged."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article, Author, Comment
from articles.signals import (
    CommentRefused,
    comment_drafted,
    comment_posted,
    comment_submitted,
)

SAME_AGAIN = timedelta(minutes=10)


def post(
    *,
    article: Article,
    author: Author,
    text: str,
    parent: Comment | None = None,
    submission: UUID | None = None,
    confirmed: bool = True,
    request: HttpRequest | None = None,
) -> Comment:
    """Store a comment by `author`, who may be new, and have it judged before it returns.

    The comment's status tells whether readers see it.  The same text from the
    same author, or from the same `submission` of a form, is stored once: the
    comment that is there already is returned.  Raises CommentRefused with the
    reason, and stores nothing, where it may not be posted, and
    CommentQuestioned where the author, unless `confirmed`, should think again.
    """
    _check_open(article)
    comment = Comment(
        article=article, author=author, text=text, parent=parent, submission=submission
    )
    if not confirmed:
        comment_drafted.send(sender=Comment, comment=comment)
    try:
        former = _store(comment, request)
    except IntegrityError:  # the same form, sent twice at the same moment
        if not (former := _former(comment)):
            raise
    if former:
        return former
    comment_posted.send(sender=Comment, comments=[comment], request=request)
    comment.refresh_from_db(fields=["status"])
    return comment


def edit(
    *, comment: Comment, text: str, confirmed: bool = True, request: HttpRequest | None = None
) -> Comment:
    """Give `comment` a new text and have it judged anew; until then nobody sees it.

    Raises CommentRefused where it is too late or not allowed, and
    CommentQuestioned as `post` does.
    """
    _check_open(comment.article)
    if not confirmed:
        comment.text = text
        comment_drafted.send(sender=Comment, comment=comment)
    edited = _store_edit(comment, text, request)
    comment_posted.send(sender=Comment, comments=[edited], request=request)
    edited.refresh_from_db(fields=["status"])
    return edited


@transaction.atomic
def _store_edit(comment: Comment, text: str, request: HttpRequest | None) -> Comment:
    Author.objects.select_for_update().get(pk=comment.author_id)
    edited = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if not edited.is_editable:
        raise CommentRefused("It is too late to change this comment.")
    edited.text = text
    comment_submitted.send(sender=Comment, comment=edited, request=request)
    edited.edited_at = timezone.now()
    edited.status = Comment.Status.HELD
    edited.save(update_fields=["text", "edited_at", "status"])
    return edited


def _check_open(article: Article) -> None:
    if article.commenting != Article.Commenting.OPEN:
        raise CommentRefused("Comments on this article are closed.")


@transaction.atomic
def _store(comment: Comment, request: HttpRequest | None) -> Comment | None:
    """Store `comment`, or return the one that it repeats.

    The author's row is locked, so that requests that come at once are counted
    one after the other.
    """
    author = comment.author
    if author.pk:
        author = Author.objects.select_for_update().get(pk=author.pk)
    if former := _former(comment):
        return former
    comment_submitted.send(sender=Comment, comment=comment, request=request)
    if author.pk is None:
        author.save()
    comment.author = author
    comment.save()
    return None


def _former(comment: Comment) -> Comment | None:
    """The comment that this one sends again: a second click, a page loaded anew."""
    same_form = _of_same_form(comment)
    if same_form and _alike(same_form, comment):
        return same_form
    if same_form:
        comment.submission = None  # another text from the same page, as when a reader goes back
    if comment.author.pk is None:
        return None
    recent = comment.author.comments.filter(
        article=comment.article_id,
        text=comment.text,
        parent=comment.parent_id,
        posted_at__gt=timezone.now() - SAME_AGAIN,
    )
    return recent.first()


def _of_same_form(comment: Comment) -> Comment | None:
    """Read once: between two reads, the same form sent at the same moment could slip in."""
    if comment.submission is None:
        return None
    return Comment.objects.filter(submission=comment.submission).first()


def _alike(former: Comment, comment: Comment) -> bool:
    return (former.article_id, former.text, former.parent_id) == (
        comment.article_id,
        comment.text,
        comment.parent_id,
    )
