"""Posts and edits comments: checks, stores and sends them to be judged."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import confirming
from articles.models import Article, Author, Comment
from articles.signals import (
    CommentRefused,
    Draft,
    comment_drafted,
    comment_posted,
    comment_stored,
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
    is_proved: bool = True,
    request: HttpRequest | None = None,
) -> Comment:
    """Store a comment by `author`, who may be new, and have it judged before it returns.

    Its status tells whether readers see it.  The same text from the same
    author, or from the same `submission` of a form (see
    `identity.submission_of`), is stored once: the existing comment is returned,
    and judged if it has not been.  Raises CommentRefused if it may not be
    posted, and CommentQuestioned if the author should confirm it and
    `confirmed` is false; nothing is stored then.  `is_proved` is false where the
    proof of work is missing that the site asks for.
    """
    comment = Comment(
        article=article, author=author, text=text, parent=parent, submission=submission
    )
    comment.is_proved = is_proved
    if former := _former(comment):
        return _sent_again(former, request)
    _check_open(article)
    try:
        _draft(comment, Draft.CONFIRMED if confirmed else Draft.NEW, request)
    except CommentRefused:
        if former := _former(comment):  # refused since the first of several clicks was stored
            return _sent_again(former, request)
        raise
    return _judged(_store_once(comment, request), request)


def edit(
    *, comment: Comment, text: str, confirmed: bool = True, request: HttpRequest | None = None
) -> Comment:
    """Change the text of `comment`, and hide it until it is judged again.

    Raises CommentRefused if it is too late or not allowed, and
    CommentQuestioned as `post` does.
    """
    if comment.text == text:
        return _sent_again(comment, request)
    _check_open(comment.article)
    comment.text = text
    _draft(comment, Draft.CONFIRMED if confirmed else Draft.NEW, request)
    return _judged(_store_edit(comment, text, request), request)


def _draft(comment: Comment, draft: Draft, request: HttpRequest | None) -> None:
    comment_drafted.send(sender=Comment, comment=comment, draft=draft, request=request)


def _judged(comment: Comment, request: HttpRequest | None) -> Comment:
    comment_posted.send(sender=Comment, comments=[comment], request=request)
    comment.refresh_from_db(fields=["status"])
    return comment


def _sent_again(comment: Comment, request: HttpRequest | None) -> Comment:
    """Have a stored comment judged if it may not have been, which only held ones can.

    It costs as much as posting, so it counts towards the same rate limits.
    """
    if comment.status != Comment.Status.HELD:
        return comment
    try:
        _draft(comment, Draft.STORED, request)
    except CommentRefused:
        return comment
    return _judged(comment, request)


@transaction.atomic
def _store_edit(comment: Comment, text: str, request: HttpRequest | None) -> Comment:
    """Store the new text, and clear what was about the former one: the editors' pick, and that
    they removed words of it.
    """
    _locked(comment.author)
    edited = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if edited.text == text:  # the same form, sent twice at the same moment
        return edited
    if not edited.is_editable:
        raise CommentRefused(_("It is too late to change this comment."))
    edited.text = text
    comment_submitted.send(sender=Comment, comment=edited, request=request)
    edited.edited_at = timezone.now()
    edited.status = Comment.Status.HELD
    edited.featured_at = edited.redacted_at = None
    changed = ["text", "edited_at", "status", "featured_at", "redacted_at"]
    edited.save(update_fields=changed)
    comment_stored.send(sender=Comment, comment=edited, request=request)
    return edited


def _check_open(article: Article) -> None:
    if reason := article.closed_because:
        raise CommentRefused(reason)


def _store_once(comment: Comment, request: HttpRequest | None) -> Comment:
    """Store `comment`, or return the one that it repeats, even if both come concurrently."""
    author = comment.author
    is_new = author.pk is None
    try:
        return _store(comment, request)
    except IntegrityError:  # the same form, or the same account for the first time
        if is_new:
            author.pk = None  # the insert was rolled back
        comment.author = _known(author)
        return _former(comment) or _store(comment, request)


def _known(author: Author) -> Author:
    """The author of the same account, if another request has created it."""
    if author.pk or not author.user_id:
        return author
    return Author.objects.filter(user=author.user_id).first() or author


@transaction.atomic
def _store(comment: Comment, request: HttpRequest | None) -> Comment:
    """Store `comment`, or return the one that it repeats.

    The author's row is locked, so that concurrent requests are counted one
    after the other.
    """
    author = comment.author
    if author.pk:
        author = _locked(author)
    if author.erased_at:
        told = _("Your name was deleted here meanwhile. Please open the page again.")
        raise CommentRefused(told)
    if former := _former(comment):
        return former
    comment_submitted.send(sender=Comment, comment=comment, request=request)
    if author.pk is None:
        author.save()
    comment.author = author
    comment.save()
    if request:
        _remember_language(author)
        confirming.ask_once(author)
    comment_stored.send(sender=Comment, comment=comment, request=request)
    return comment


def _remember_language(author: Author) -> None:
    """E-mails to the reader are in the language of the page that they last posted from."""
    language = get_language() or ""
    if author.language != language:
        author.language = language
        author.save(update_fields=["language"])


def _locked(author: Author) -> Author:
    """Lock the author's row, without blocking inserts of rows that refer to it.

    A full lock could deadlock: storing a notice about a decision refers to the
    author while it holds the comment that an edit waits for.
    """
    return Author.objects.select_for_update(no_key=True).get(pk=author.pk)


def _former(comment: Comment) -> Comment | None:
    """The stored comment that this one repeats, by a second click or a reloaded page."""
    same_form = _of_same_form(comment)
    if same_form and _alike(same_form, comment):
        return same_form
    if same_form:
        comment.submission = None  # another text from the same page, after going back
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
    """A single query: between two, the same form could be stored by a concurrent request."""
    if comment.submission is None:
        return None
    same = Comment.objects.filter(submission=comment.submission)
    return same.select_related("author").first()


def _alike(former: Comment, comment: Comment) -> bool:
    """Whether both have the same text, place and author."""
    return _is_of(former.author, comment.author) and (
        former.article_id,
        former.text,
        former.parent_id,
    ) == (comment.article_id, comment.text, comment.parent_id)


def _is_of(stored: Author, author: Author) -> bool:
    """Whether `author`, who may be unsaved, is `stored`; a form alone is no proof of that."""
    if author.pk:
        return author.pk == stored.pk
    return author.user_id == stored.user_id
