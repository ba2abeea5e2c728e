"""Search over all comments and authors, of any status."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Author
from moderation.permissions import may_see_emails, sections_of
from moderation.services.desk import cards, search
from moderation.services.desk.search import Asked
from moderation.views.access import DeskRequest, moderators_only
from moderation.views.filters import search_form

PAGE_SIZE = 25


@moderators_only
@require_safe
def search_page(request: DeskRequest) -> HttpResponse:
    form = search_form(request)
    is_asked = form.is_asked()
    asked = form.cleaned_data
    shows_emails = may_see_emails(request.user)
    found = search.Found([], "")
    if is_asked:
        found = search.page(_asked(request, asked), after=asked["after"], size=PAGE_SIZE)
    name = asked.get("by") or asked.get("q", "")
    query = request.GET.copy()
    query["after"] = found.next
    context = {
        "form": form,
        "asked": is_asked,
        "cards": cards.of_comments(found.comments),
        "authors": search.authors(name, by_email=shows_emails),
        "shows_emails": shows_emails,
        "author": Author.objects.filter(pk=asked.get("author") or 0).first(),
        "whole_words": search.finds_whole_words(),
        "older": query.urlencode() if found.next else "",
        "back": request.get_full_path(),
    }
    return render(request, "desk/search.html", context)


def _asked(request: DeskRequest, given: dict[str, Any]) -> Asked:
    authors = [given["author"]] if given["author"] else None
    if given["by"] and authors is None:
        shows_emails = may_see_emails(request.user)
        named = search.authors(given["by"], search.AUTHORS_AT_MOST, by_email=shows_emails)
        authors = [author.pk for author in named]
    return Asked(
        words=given["q"],
        authors=authors,
        status=given["status"],
        since=given["since"],
        until=given["until"],
        clause=given["clause"],
        sections=sections_of(request.user),
    )
