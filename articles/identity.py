"""Which author a reader is: the one of their account, or the one of their session."""

from django.http import HttpRequest

from articles.models import Author

SESSION_KEY = "author_id"


def author_of(request: HttpRequest) -> Author | None:
    if request.user.is_authenticated:
        return Author.objects.filter(user=request.user).first()
    author_id = request.session.get(SESSION_KEY)
    return Author.objects.filter(pk=author_id, user__isnull=True).first() if author_id else None


def new_author(request: HttpRequest, *, name: str, email: str) -> Author:
    """An unsaved author for a reader who has none yet."""
    user = request.user if request.user.is_authenticated else None
    return Author(name=name, email=email, user=user)


def remember(request: HttpRequest, author: Author) -> None:
    if not request.user.is_authenticated:
        request.session[SESSION_KEY] = author.pk
