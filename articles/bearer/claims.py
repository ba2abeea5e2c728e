"""What the paper's token says about its reader.

Coral's claims are read as they are (`user.id`, `user.username`, `user.email`,
`user.badges`), and those of OpenID Connect (`sub`, `name` or `preferred_username`,
`email`, `email_verified`).  Everything else is ignored, roles above all: a token
never gives or takes a permission at the desk.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from articles.bearer.refusals import Reason, TokenRefused
from articles.text import storable

LONGEST_ID = 200
LONGEST_EMAIL = 254
NAMES = ("username", "name", "preferred_username", "nickname")


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader as the paper knows them; `id` is the paper's, `name` may be anything."""

    id: str
    name: str
    email: str
    badges: list[str]
    email_confirmed: bool = False


def reader_in(claims: Mapping[str, Any]) -> Reader:
    """Raises TokenRefused."""
    user = claims.get("user")
    given: Mapping[str, Any] = user if isinstance(user, dict) else claims
    return Reader(
        id=_id(given.get("id") if given is user else given.get("sub")),
        name=next(filter(None, (_text(given.get(name)) for name in NAMES)), ""),
        email=_email(given),
        badges=_badges(given.get("badges")),
        email_confirmed=settings.PAPER_CONFIRMS_EMAILS or given.get("email_verified") is True,
    )


def _id(value: object) -> str:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_ID:
        raise TokenRefused(Reason.NO_READER)
    if text != storable(text):
        raise TokenRefused(Reason.NO_READER)
    return text


def _text(value: object) -> str:
    return storable(value).strip() if isinstance(value, str) else ""


def _email(given: Mapping[str, Any]) -> str:
    """The address, unless the paper says that the reader has not confirmed it."""
    email = _text(given.get("email"))
    if not email or len(email) > LONGEST_EMAIL or given.get("email_verified", True) is not True:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email


def _badges(value: object) -> list[str]:
    """Those that the site lists, in the order of its list."""
    given = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    return [badge for badge in settings.SSO_BADGES if badge in given]
