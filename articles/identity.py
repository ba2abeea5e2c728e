"""Which author a reader is: the one of their account, or the one of their session.

A reader who wrote without an account and then makes one keeps the author:
the account takes it over with the next comment.
"""

from django.http import HttpRequest

from articles import account_names
from articles.models import Author

SESSION_KEY = "author_id"


def author_of(request: HttpRequest) -> Author | None:
    if request.user.is_authenticated and (
        known := Author.objects.filter(user=request.user).first()
    ):
        return known
    author_id = request.session.get(SESSION_KEY)
    return Author.objects.filter(pk=author_id, user__isnull=True).first() if author_id else None


def new_author(request: HttpRequest, *, name: str, email: str) -> Author:
    """An unsaved author for a reader who has none yet."""
    user = request.user if request.user.is_authenticated else None
    return Author(name=name, email=email, user=user)


def remember(request: HttpRequest, author: Author) -> None:
    if not request.user.is_authenticated:
        request.session[SESSION_KEY] = author.pk
    elif author.user_id is None:
        Author.objects.filter(pk=author.pk, user__isnull=True).update(user=request.user)
        account_names.claim(request.user)
