"""Which author a reader is: the one of their account, or the one of their session.

In a request that `articles.bearer` marked it is the one of their token alone.

A reader who commented without an account and then creates one keeps the author.
Logging in takes no author over, since another person may have commented on the
same computer.
"""

from uuid import UUID, uuid5

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from articles import account_names, bearer, confirming
from articles.models import Author

SESSION_KEY = "author_id"


def author_of(request: HttpRequest) -> Author | None:
    """The author that the reader posts as; None if new or erased.

    Raises `bearer.TokenRefused` in requests that are marked for tokens, and in no others.
    """
    if bearer.is_marked(request):
        return bearer.reader_of(request)
    if request.user.is_authenticated:
        return Author.objects.filter(user=request.user).first()
    author_id = request.session.get(SESSION_KEY)
    if not author_id:
        return None
    return Author.objects.filter(pk=author_id, user__isnull=True, erased_at__isnull=True).first()


def new_author(request: HttpRequest, *, name: str, email: str) -> Author:
    """An unsaved author for a reader who has none yet; an account's proved address is theirs."""
    if not request.user.is_authenticated:
        return Author(name=name, email=email)
    author = Author(name=name, email=email, user=request.user)
    proof = confirming.proved(request.user)
    if proof and email in ("", proof.email):
        author.email, author.email_confirmed_at = proof.email, proof.confirmed_at
    return author


def remember(request: HttpRequest, author: Author) -> None:
    """Keep `author` in the session, unless the reader has an account or sends a token."""
    if not (bearer.is_marked(request) or request.user.is_authenticated):
        request.session[SESSION_KEY] = author.pk


def adopt(request: HttpRequest, user: User) -> None:
    """Give the new account `user` the author of this session."""
    if author := author_of(request):
        Author.objects.filter(pk=author.pk, user__isnull=True).update(user=user)
        account_names.claim(user)


def submission_of(request: HttpRequest, number: UUID | None) -> UUID | None:
    """An id of one sending of the form with `number`, bound to this browser.

    The number is no secret, since it can be copied from a page or a log.  So it
    is hashed with the CSRF cookie, which exists before a session or an author
    does.  Without the cookie there is no id: a second click could be anybody's.
    In an embed there are no cookies; the page makes the number, and shows it to nobody.
    """
    if number and bearer.is_marked(request):
        return uuid5(number, "embed")
    secret = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
    return uuid5(number, secret) if number and secret else None


@receiver(user_logged_in, dispatch_uid="forget_author_of_session")
def forget_author_of_session(request: HttpRequest, **_: object) -> None:
    """Logging in ends the author of the session; after a log-out the reader starts anew."""
    request.session.pop(SESSION_KEY, None)
