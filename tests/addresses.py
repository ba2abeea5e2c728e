"""The addresses of the site, from its URL table: what is added there is walked as well."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# What fits where a test does not care.
ANYTHING = {
    "slug": "needs-review",
    "name": "days",
    "language": "de",
    "provider_id": "paper",
    "batch": "0b0e3e0e-0000-4000-8000-000000000000",
    "block": 1,
    "number": 1,
    "uidb64": "MQ",
}


def of(namespace: str, arguments: Mapping[str, Any]) -> list[str]:
    """Every named address of a namespace ("" has what is in none), with `arguments` in it, or else
    what fits.
    """
    given = {**ANYTHING, **arguments}
    return sorted(
        {
            reverse(":".join([*spaces, pattern.name]), kwargs=_given(pattern, given))
            for spaces, pattern in _walk(get_resolver())
            if pattern.name and spaces == [namespace][: bool(namespace)]
        }
    )


def _given(pattern: URLPattern, arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: arguments[name] for name in pattern.pattern.regex.groupindex}


def _walk(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[Any]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, (*spaces, *filter(None, [pattern.namespace])))
        else:
            yield list(spaces), pattern
