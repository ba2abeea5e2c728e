"""A request that has to wait until its sender has signed in or confirmed who they are.

It is kept in the session, without files and passwords: a form that had some asks for them again.
"""

import re
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import resolve

_KEY = "kept_request"
_PASSWORD = re.compile(r"(?:old_|new_)?password\d?")


@dataclass(frozen=True, slots=True)
class Kept:
    """`fields` is what was posted, url-encoded, or None of a page that was only opened; `page` is
    where it was typed."""

    path: str
    query: str
    fields: str | None
    page: str = ""

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def keep(request: HttpRequest) -> None:
    """Keep this request in place of one that was kept before."""
    posted = _fields(request).urlencode() if request.method == "POST" else None
    kept = Kept(request.path, request.META.get("QUERY_STRING", ""), posted, _page(request))
    request.session[_KEY] = asdict(kept)


def waiting(request: HttpRequest) -> Kept | None:
    found = request.session.get(_KEY)
    return Kept(**found) if found else None


def forget(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def send(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Answer what was kept, as if it came only now."""
    forget(request)
    if kept.fields is None:
        return redirect(kept.address)
    sent: Any = request
    sent.path = sent.path_info = kept.path
    sent.META = {**request.META, "PATH_INFO": kept.path, "QUERY_STRING": kept.query}
    sent.GET = QueryDict(kept.query)
    sent.POST = QueryDict(kept.fields)
    sent.resolver_match = found = resolve(kept.path)
    response: HttpResponse = found.func(sent, *found.args, **found.kwargs)
    return response


def _fields(request: HttpRequest) -> QueryDict:
    """What was posted: nobody's password lies in a session."""
    fields = request.POST.copy()
    for name in request.POST:
        if _PASSWORD.fullmatch(name):
            del fields[name]
    return fields


def _page(request: HttpRequest) -> str:
    """The page of this site that a request came from."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    try:
        parts = urlsplit(came_from)
    except ValueError:  # no address
        return ""
    if parts.netloc != request.get_host():
        return ""
    return urlunsplit(("", "", parts.path, parts.query, ""))
