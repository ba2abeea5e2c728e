"""Tokens as a paper issues them, and requests that carry them."""

from time import time
from typing import Any

import jwt
from django.http import HttpRequest
from django.test import RequestFactory

from articles import bearer

SECRET, OTHER = "s" * 31 + "1", "s" * 31 + "2"


def issued(
    *, key: Any = SECRET, kid: str | None = "2026", algorithm: str = "HS256", **claims: Any
) -> str:
    """A token for reader 7, valid for an hour; a claim that is None is left out."""
    now = int(time())
    usual = {"iat": now, "exp": now + 3600, "sub": "7", "name": "Lena Reader"}
    said = {name: value for name, value in (usual | claims).items() if value is not None}
    return jwt.encode(said, key, algorithm, headers={"kid": kid} if kid else None)


def coral(**user: Any) -> str:
    """A token by the recipe of Coral's documentation."""
    who = {"id": "c-1", "username": "tessa", "email": "tessa@example.org", "role": "ADMIN"}
    return issued(sub=None, name=None, jti="b1946ac9", user=who | user)


def request_with(token: str | None, scheme: str = "Bearer") -> HttpRequest:
    """A marked request of an embed."""
    headers = {} if token is None else {"Authorization": f"{scheme} {token}"}
    request = RequestFactory().get("/", headers=headers)
    bearer.mark(request)
    return request


def refusal(token: str) -> str:
    """The code with which `token` is refused; empty if it is accepted."""
    try:
        bearer.reader_of(request_with(token))
    except bearer.TokenRefused as refused:
        return refused.code
    return ""
