"""The versions of a policy as Atom and as JSON, newest first."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.encoding import iri_to_uri
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moderation.models import Policy, PolicyVersion
from moderation.services.policy import posted
from moderation.services.readers.rule_links import version_path
from moderation.views.posted_policies import in_force, in_force_in_section

VERSIONS = 30

# A version and the one before it
Change = tuple[PolicyVersion, PolicyVersion | None]
View = Callable[[HttpRequest, PolicyVersion], HttpResponse]


def unless_known(view: View) -> Callable[..., HttpResponse]:
    """Give `view` the version in force, or tell the client that it knows that one already.

    A policy without a published version has no feed.
    """

    @require_safe
    @wraps(view)
    def conditional(request: HttpRequest, slug: str = "", pk: int | None = None) -> HttpResponse:
        newest = in_force(slug) if pk is None else in_force_in_section(pk)
        if newest is None or newest.published_at is None:
            raise Http404
        etag = f'"{newest.policy_id}-{newest.number}"'
        modified = int(newest.published_at.timestamp())
        if known := get_conditional_response(request, etag, modified):
            return known
        response = view(request, newest)
        response.headers["ETag"] = etag
        response.headers["Last-Modified"] = http_date(modified)
        return response

    return conditional


@unless_known
def atom(request: HttpRequest, newest: PolicyVersion) -> HttpResponse:
    return Versions()(request, newest=newest)


@unless_known
def as_json(request: HttpRequest, newest: PolicyVersion) -> HttpResponse:
    """The versions with `policy`, the address of the page, as docs/policies-and-authors.md says."""
    versions = [_described(request, *change) for change in _changes(newest)]
    page = request.build_absolute_uri(page_of(newest.policy))
    return JsonResponse({"policy": page, "versions": versions})


class Versions(Feed):
    """The Atom feed of the policy of a version."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, newest: PolicyVersion) -> PolicyVersion:  # noqa: ARG002
        return newest

    def title(self, obj: PolicyVersion) -> str:
        if article := obj.policy.article:
            return _("Discussion policy for %(article)s") % {"article": article.title}
        if section := obj.policy.section:
            return _("Discussion policy for %(article)s") % {"article": section}
        return _("Discussion policy")

    def link(self, obj: PolicyVersion) -> str:
        return page_of(obj.policy)

    def items(self, obj: PolicyVersion) -> list[Change]:
        return _changes(obj)

    def item_title(self, item: Change) -> str:
        return _("Version %(number)d") % {"number": item[0].number}

    def item_description(self, item: Change) -> str:
        """HTML, as an entry's summary is read."""
        version, before = item
        context = {
            "version": version,
            "rules": posted.rules(version.clauses.all()),
            "changes": posted.changes(before, version),
        }
        return render_to_string("discussion/_version_entry.html", context)

    def item_link(self, item: Change) -> str:
        return version_path(item[0])

    def item_pubdate(self, item: Change) -> datetime | None:
        return item[0].published_at

    item_updateddate = item_pubdate


def page_of(policy: Policy) -> str:
    """The path of the page that shows the version of `policy` in force."""
    if policy.section:
        return reverse("discussion:section_policy", args=[policy.pk])
    if policy.article is None:
        return reverse("discussion:policy")
    return reverse("discussion:article_policy", args=[policy.article.slug])


def _changes(newest: PolicyVersion) -> list[Change]:
    """Return the newest versions of a policy, each with the one before."""
    published = PolicyVersion.objects.published().filter(policy=newest.policy_id)
    versions = list(published[: VERSIONS + 1])
    before = [*versions[1:], None]
    return list(zip(versions, before, strict=True))[:VERSIONS]


def _described(
    request: HttpRequest, version: PolicyVersion, before: PolicyVersion | None
) -> dict[str, Any]:
    address = request.build_absolute_uri(version_path(version))
    return {
        "number": version.number,
        "published_at": version.published_at,
        "url": address,
        "text": version.text_for_reader,
        "rules": [
            {
                "quote": rule.quote,
                "url": f"{address}#{iri_to_uri(rule.anchor)}",
                "applied": rule.applied.value,
                "applied_in_words": rule.applied.label,
            }
            for rule in posted.rules(version.clauses.all())
        ],
        "changes": posted.changes(before, version),
    }
