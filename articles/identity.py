"""Which author a reader is: the one of their account, or the one of their session.

A reader who wrote without an account and then makes one keeps the author: the
new account takes it over.  Logging in takes nothing over, since whoever logs in
on a shared computer need not be who wrote there before.
"""

from uuid import UUID, uuid5

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from articles import account_names
from articles.models import Author

SESSION_KEY = "author_id"


def author_of(request: HttpRequest) -> Author | None:
    """The author whom the reader writes as; None for one who is new, or was erased."""
    if request.user.is_authenticated:
        return Author.objects.filter(user=request.user).first()
    author_id = request.session.get(SESSION_KEY)
    if not author_id:
        return None
    return Author.objects.filter(pk=author_id, user__isnull=True, erased_at__isnull=True).first()


def new_author(request: HttpRequest, *, name: str, email: str) -> Author:
    """An unsaved author for a reader who has none yet."""
    user = request.user if request.user.is_authenticated else None
    return Author(name=name, email=email, user=user)


def remember(request: HttpRequest, author: Author) -> None:
    """Let the session go on as `author`, unless an account says who the reader is."""
    if not request.user.is_authenticated:
        request.session[SESSION_KEY] = author.pk


def adopt(request: HttpRequest, user: User) -> None:
    """Give the new account `user` the author whom its reader wrote as in this session."""
    if author := author_of(request):
        Author.objects.filter(pk=author.pk, user__isnull=True).update(user=user)
        account_names.claim(user)


def submission_of(request: HttpRequest, number: UUID | None) -> UUID | None:
    """The submission of the form that has `number`, as this browser alone can send it.

    The number is no secret: it may be copied from a page or a log.  What the
    browser's own cookie makes of it is one, and is there before a reader has a
    session or an author.  Without the cookie nothing tells a second click from
    somebody else's.
    """
    secret = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
    return uuid5(number, secret) if number and secret else None


@receiver(user_logged_in, dispatch_uid="forget_author_of_session")
def forget_author_of_session(request: HttpRequest, **_: object) -> None:
    """Whoever uses the browser next, or after the account logs out, begins anew."""
    request.session.pop(SESSION_KEY, None)
