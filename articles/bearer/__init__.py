"""Readers who are known by a token in the request, where there are no cookies: in embeds.

`Authorization: Bearer …` carries a token of the paper (`sso`) or a guest identity of
this site (`guests`).  Neither gives a permission at the desk.
"""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from articles.bearer import guests, signed_out, sso
from articles.bearer.refusals import Reason, TokenRefused
from articles.models import Author

LONGEST = 8 * 1024  # characters
MARK = "comity.by_bearer"  # no header can be called so


def mark(request: HttpRequest) -> None:
    """Know the reader of `request` by its token alone, whatever cookies came with it."""
    request.META[MARK] = True
    request.user = AnonymousUser()


def is_marked(request: HttpRequest) -> bool:
    return MARK in request.META


def reader_of(request: HttpRequest) -> Author | None:
    """The stored author whom the token names; None without a token.

    An author who is new here, or has another name, address or badges at the paper
    now, is stored.  Raises TokenRefused.
    """
    token = _given(request)
    if not token:
        return None
    if guests.is_one(token):
        return guests.author_of(token)
    return sso.author_of(token)


def sign_out(request: HttpRequest) -> None:
    """Refuse the token of `request` from now on.  Raises TokenRefused if it is refused already."""
    if token := _given(request):
        verified = guests.verified(token) if guests.is_one(token) else sso.verified(token)
        signed_out.refuse(verified.key, until=verified.expires_at)


def _given(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer":
        return ""
    token = token.strip()
    if len(token) > LONGEST:
        raise TokenRefused(Reason.TOO_LONG)
    return token


__all__ = ["Reason", "TokenRefused", "is_marked", "mark", "reader_of", "sign_out"]
