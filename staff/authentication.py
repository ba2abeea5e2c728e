"""How and when the person of a session proved who they are, as the session records it.

allauth writes the records; reading them costs no query.
"""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest


def records(request: HttpRequest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return found


def age(request: HttpRequest) -> float:
    """Seconds since the last proof in this session; infinite if none is recorded."""
    return min((time.time() - record["at"] for record in records(request)), default=float("inf"))
