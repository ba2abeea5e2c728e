"""No address, query or form of the site fails, whatever stands in it.

The addresses are those of the URL configuration and the names those that views and
forms read, so that what is new is tried by itself.
"""

import gc
import re
from importlib import import_module
from itertools import cycle
from pathlib import Path
from pkgutil import walk_packages
from urllib.parse import quote

import pytest
from django import forms
from django.contrib.auth.models import Permission
from django.urls import URLPattern, get_resolver, reverse

import articles
import moderation
from articles.models import Comment
from tests.factories import (
    make_comment,
    make_finding,
    make_moderator,
    make_review_item,
    make_score,
    make_user,
)

pytestmark = pytest.mark.django_db

IN_PATHS = [
    "0",
    "9" * 18,
    str(2**31),
    str(2**63),
    "9" * 5_000,
    "-1",
    "٣",
    "1.5",
    "%00",
    "%ED%A0%80",
]
IN_ADMIN = [str(2**63), "%00"]
VALUES = [
    "-1",
    "0",
    str(2**31),
    str(2**63),
    "9" * 5_000,
    "1" + "0" * 400 + ".5",
    "٣",
    "²",
    "nan",
    "inf",
    "1e400",
    "\x00",
    "\ud800",
    "x" * 20_000,
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "9999-12-31T23:59:59-23:59_1",
    "2026-01-01T00:00_1",
    "nan_1",
    f"0.5_{'9' * 30}",
    "-0.5_-1",
    "{{}}'\"<>;--",
]
TOGETHER = ["-1", str(2**63), "9" * 5_000, "nan", "\x00", "\ud800", "9999-12-31T23:59:59-23:59"]
"""Those that stand in all parameters at once."""
# Every address gets some of them, neighbours others, and other visitors the rest: all at all of
# them takes minutes.
VISITORS = ["anonymous", "moderator", "superuser"]
EVERY = 10
"""Of how many parameters a list is given one, the next list the next one."""
READ = re.compile(r"""(?:GET|POST)(?:\.get|\.getlist)?[(\[]\s*["']([\w-]+)["']""")
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
PLACEHOLDERS = {"uuid": "00000000-0000-4000-8000-000000000000"}


def routes(resolver=None, before=""):
    """Every route of the URL configuration, such as `desk/runs/<int:pk>/`."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + getattr(pattern.pattern, "_route", "")
        if not isinstance(pattern, URLPattern):
            yield from routes(pattern, route)
        elif "logout" not in route:
            yield route


def modules():
    for package in (articles, moderation):
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            if not any(part in found.name for part in (".migrations", ".classifiers", ".tasks")):
                yield import_module(found.name)


def names():
    """Every name of a parameter that a view reads or a form has."""
    found = {
        "page",
        "q",
        "o",
        "all",
        "e",
        "p",
        "clauses-TOTAL_FORMS",
        "clauses-0-queue_at",
        "seen-1",
    }
    for module in modules():
        found |= set(READ.findall(Path(module.__file__).read_text("utf-8")))
    for form in [kind for kind in gc.get_objects() if isinstance(kind, type)]:
        if issubclass(form, forms.BaseForm) and form.__module__.startswith(
            ("articles", "moderation")
        ):
            found |= set(getattr(form, "base_fields", {}))
    return sorted(found)


@pytest.fixture
def site(written_release):
    """A site on which there is a row of nearly everything; the comment that waits is number one."""
    comment = make_comment("[personal_attack 0.9]", status=Comment.Status.HELD)
    make_score(comment)
    clause = make_finding(comment).clause
    make_review_item(comment, probability=0.5)
    shown = make_comment(article=comment.article, status=Comment.Status.PUBLISHED)
    return {
        "slug": comment.article.slug,
        "pk": str(shown.pk),
        "number": "1",
        "policy": str(clause.version.policy_id),
    }


@pytest.fixture(params=VISITORS)
def role(request):
    return request.param


@pytest.fixture
def visitor(role, client, site):
    client.raise_request_exception = False
    if role == "moderator":
        client.force_login(make_moderator())
    elif role == "superuser":
        client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def dealt(values, every, place, role):
    """The share of `values` that the address at `place` gets from a visitor of this role."""
    return values[(place + VISITORS.index(role)) % every :: every]


def failures(client, address, data=None):
    """What of GET and POST fails at an address."""
    asked = [client.get(address, query_params=data), client.post(address, data or {})]
    return [
        f"{response.status_code} {response.request['REQUEST_METHOD']} {address[:90]} "
        f"{str(data)[:60]}"
        for response in asked
        if response.status_code >= 500
    ]


def filled(route, site, value=None):
    """The address of a route, `value` in place of what it takes, or what fits."""

    def fill(match):
        kind, name = match.groups()
        return value or PLACEHOLDERS.get(kind or "", site.get(name, "1"))

    return "/" + ARGUMENT.sub(fill, route)


def test_no_address_fails_whatever_stands_in_its_path(role, visitor, site):
    with_arguments = [route for route in routes() if ARGUMENT.search(route)]
    assert len(with_arguments) > 40
    failed = [
        failure
        for place, route in enumerate(with_arguments)
        for value in dealt(IN_ADMIN if route.startswith("admin/") else IN_PATHS, 2, place, role)
        for failure in failures(visitor, filled(route, site, value))
    ]
    assert failed == []


def test_no_address_fails_whatever_its_query_and_its_form_hold(role, visitor, site):
    known = names()
    own = [route for route in routes() if not route.startswith("admin/")]
    failed = [
        failure
        for place, route in enumerate(own)
        for value in dealt(TOGETHER, 4, place, role)
        for failure in failures(visitor, filled(route, site), dict.fromkeys(known, sent(value)))
    ]
    assert failed == []


def test_no_list_of_the_desk_fails_whatever_one_parameter_says(client, site):
    client.force_login(make_moderator())
    client.raise_request_exception = False
    own = [route for route in routes() if not ARGUMENT.search(route)]
    lists = [route for route in own if not route.startswith(("admin/", "accounts/", "i18n"))]
    tried = list(zip(names(), cycle(TOGETHER), strict=False))
    failed = [
        f"{route} {name} {value[:30]!r}"
        for place, route in enumerate(lists)
        for name, value in tried[place % EVERY :: EVERY]
        if client.get(f"/{route}", query_params={name: sent(value)}).status_code >= 500
    ]
    assert failed == []


def test_a_key_of_the_queue_that_cannot_be_read_means_the_first_page(client, site):
    client.force_login(make_moderator())
    orders = cycle(["oldest", "worst", "uncertain", "reported", "oldest"])
    for order, value in zip(orders, [*VALUES, *VALUES], strict=False):
        response = client.get("/desk/", query_params={"order": order, "after": sent(value)})
        assert (order, value, response.status_code) == (order, value, 200)
        assert len(response.context["cards"]) == 1


def test_what_cannot_be_an_id_is_not_found_and_does_not_narrow(client, site):
    absurd = "9" * 24
    assert client.get(f"/policies/{absurd}/versions/1/").status_code == 404
    assert client.get(f"/policies/{site['policy']}/versions/{absurd}/").status_code == 404
    assert client.get(f"/policies/{site['policy']}/versions/1/").status_code == 200
    client.force_login(make_moderator())
    all_cases = len(client.get("/desk/").context["cards"])
    assert len(client.get(f"/desk/?article={absurd}").context["cards"]) == all_cases == 1


def test_cases_are_not_spread_over_somebody_who_cannot_exist(client, site):
    assigner = make_moderator()
    assigner.user_permissions.add(Permission.objects.get(codename="assign_cases"))
    client.force_login(assigner)
    address = reverse("desk:spread", args=["needs-review"])
    for value in VALUES:
        response = client.get(address, query_params={"number": "5", "to": sent(value)})
        assert (value, response.context["shares"]) == (value, [])


@pytest.mark.parametrize("value", [r'"\000abcdefghij"', "x" * 4_000, '"\\355\\240\\200abcdefgh"'])
def test_no_cookie_makes_a_page_fail(client, site, value):
    client.raise_request_exception = False
    cookies = "; ".join(f"{name}={value}" for name in ("sessionid", "csrftoken", "messages"))
    assert client.get("/", headers={"cookie": cookies}).status_code == 200


@pytest.mark.parametrize("header", ["accept-language", "accept", "hx-current-url", "host"])
@pytest.mark.parametrize("value", ["x" * 10_000, "en;q=9e999,," * 500, "\xff", "http://["])
def test_no_header_makes_a_page_fail(client, site, header, value):
    client.raise_request_exception = False
    headers = {header: value, "hx-request": "true"}
    assert client.get("/desk/", headers=headers).status_code < 500


def sent(value):
    """A lone surrogate cannot be sent; its bytes can, and are no UTF-8."""
    return quote(value, errors="replace") if "\ud800" in value else value
