"""Reads the forms that readers send and posts or edits with them, for pages and embeds alike."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from articles import confirming, posting, proof_of_work
from articles.forms import CommentForm, TextForm
from articles.identity import new_author
from articles.models import Article, Author, Comment
from articles.proof_of_work import ProofRefused
from articles.signals import CommentQuestioned, CommentRefused

OUTCOMES = {
    Comment.Status.PUBLISHED: gettext_lazy("Your comment is published."),
    Comment.Status.HELD: gettext_lazy(
        "Thank you. Your comment is waiting for review by a moderator."
    ),
    Comment.Status.REMOVED: gettext_lazy(
        "Your comment is not published, because it breaks the discussion policy."
    ),
}


@dataclass(slots=True)
class Sent:
    """What became of a form: the comment that is stored, or an answer of `status` to show it in.

    `retry_after` is the number of seconds to wait, where that is all it takes.
    """

    comment: Comment | None = None
    status: HTTPStatus = HTTPStatus.OK
    retry_after: int | None = None

    def mark(self, response: HttpResponse) -> HttpResponse:
        """Set the status of `response`, which shows the form again."""
        response.status_code = self.status
        if self.retry_after is not None:
            response.headers["Retry-After"] = str(self.retry_after)
        return response


def post(
    form: CommentForm,
    *,
    request: HttpRequest,
    article: Article,
    author: Author | None,
    submission: UUID | None,
) -> Sent:
    """Post what the form holds, by `author` or by a new one; the form tells what is wrong."""
    given = form.cleaned_data
    try:
        is_proved = _is_proved(form)
    except ProofRefused as refusal:
        form.add_error(None, str(refusal))
        return Sent(status=HTTPStatus.BAD_REQUEST)

    def store() -> Comment:
        return posting.post(
            article=article,
            author=author or new_author(request, name=given["name"], email=given.get("email", "")),
            text=given["text"],
            parent=given["parent"],
            submission=submission,
            confirmed=given["confirmed"],
            is_proved=is_proved,
            request=request,
        )

    return _sent(form, store)


def _is_proved(form: CommentForm) -> bool:
    """Whether the browser has done what the site asks of it; one without scripts has not.

    Raises ProofRefused.
    """
    if not form.needs_proof:
        return True
    proof = form.cleaned_data["proof"]
    if proof:
        proof_of_work.spend(proof)
    return bool(proof)


def edit(form: TextForm, *, request: HttpRequest, comment: Comment) -> Sent:
    """Change `comment` to what the form holds; the form tells what is wrong."""
    return _sent(form, lambda: posting.edit(comment=comment, request=request, **form.cleaned_data))


def outcome(comment: Comment) -> str:
    """What became of `comment`, and whether its author gets a link that proves their address."""
    told = str(OUTCOMES[Comment.Status(comment.status)])
    author = comment.author
    if not author.email or author.email_confirmed_at:
        return told
    proof = confirming.waiting(author)
    return f"{told} {confirming.LINK_COMES}" if proof and not proof.emailed_at else told


def _sent(form: TextForm, store: Callable[[], Comment]) -> Sent:
    try:
        return Sent(store())
    except CommentQuestioned as question:
        form.ask(str(question))
        return Sent()
    except CommentRefused as refusal:
        return _refused(form, refusal)


def _refused(form: TextForm, refusal: CommentRefused) -> Sent:
    form.add_error(None, str(refusal))
    if refusal.retry_after is None:
        return Sent(status=HTTPStatus.FORBIDDEN)
    return Sent(status=HTTPStatus.TOO_MANY_REQUESTS, retry_after=refusal.retry_after)
