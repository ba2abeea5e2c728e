"""Who gets in where: what docs/permissions.md says, and what the site does."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

PAGE = Path(__file__).parent.parent / "docs" / "permissions.md"
CLOSED = (401, 403, 404)
NOT_FOR_THIS_METHOD = 405
PROGRAMS = ("api/", "v1alpha1/", "batch", "metrics")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Without a row the admin redirects from these before it asks who wants to know; they belong to the
# page of the row, which has an entry.
OF_A_ROW = re.compile(r"admin/\w+/\w+/<path:object_id>/(history/)?")


def addresses() -> list[str]:
    """Every address of the URL table as it is written there."""
    return sorted({each for each in _walk(get_resolver()) if not OF_A_ROW.fullmatch(each)})


def stated() -> dict[str, set[str]]:
    """Who gets in, by address or by "METHOD address", as the page states it."""
    sections = re.findall(r"^Open to (.+?)\.\n.*?```text\n(.*?)```", PAGE.read_text(), re.S | re.M)
    return {
        address: set() if who == "nobody" else set(who.split(", "))
        for who, listed in sections
        for address in listed.splitlines()
    }


def found(visitors: dict[str, Client], arguments: dict[str, dict[str, Any]]) -> dict[str, set[str]]:
    """The same as the site answers; `arguments` are filled into addresses that begin so."""
    return {
        entry: who
        for address in addresses()
        for entry, who in _entries(address, _filled(address, arguments), visitors)
    }


def _entries(
    address: str, path: str, visitors: dict[str, Client]
) -> Iterator[tuple[str, set[str]]]:
    """One entry for all methods, or one for each where they differ."""
    opened = {}
    for method in METHODS if address.startswith(PROGRAMS) else METHODS[:2]:
        answers = {
            name: _status(client, method, path)
            for name, client in visitors.items()
            if _calls(name, address)
        }
        if NOT_FOR_THIS_METHOD not in answers.values():
            opened[method] = {name for name, status in answers.items() if status not in CLOSED}
    if len({frozenset(who) for who in opened.values()}) == 1:
        yield address, opened.popitem()[1]
    else:
        yield from ((f"{method} {address}", who) for method, who in opened.items())


def _calls(visitor: str, address: str) -> bool:
    """Keys are for programs; there, of all sessions, the mightiest is enough."""
    if address.startswith(PROGRAMS):
        return visitor.startswith(("strangers", "superusers", "keys"))
    return not visitor.startswith("keys")


def _status(client: Client, method: str, path: str) -> int:
    """The status of one call, which leaves nothing behind; 401 where a log-in is asked for."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = client.generic(method, path, b"{}" if method in METHODS[2:] else b"")
        transaction.set_rollback(True)
    client.cookies = cookies
    login = (reverse("login"), reverse("admin:login"))
    return 401 if response.headers.get("Location", "").startswith(login) else response.status_code


def _filled(address: str, arguments: dict[str, dict[str, Any]]) -> str:
    given = {
        name: value
        for prefix, values in sorted(arguments.items())
        if address.startswith(prefix)
        for name, value in values.items()
    }
    plain = re.sub(r"\^?\(\?P<(\w+)>.*?\)\$?", r"<\1>", address)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda each: str(given[each[1]]), plain).rstrip("$")


def _walk(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        address = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield address
        else:
            yield from _walk(pattern, address)
