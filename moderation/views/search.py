"""Search over all comments and authors, of any status."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Author
from moderation.permissions import may_see_emails, of_own_sections
from moderation.services.desk import cards, search
from moderation.views.access import DeskRequest, moderators_only
from moderation.views.filters import SearchForm

PAGE_SIZE = 25


@moderators_only
@require_safe
def search_page(request: DeskRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    shows_emails = may_see_emails(request.user)
    words, author = asked.get("q", ""), asked.get("author")
    found = []
    if words or author:
        comments = search.comments(
            words=words,
            author=author,
            status=asked.get("status", ""),
            before=asked.get("before"),
        )
        comments = of_own_sections(comments, request.user, "article__section")
        found = list(cards.with_people(comments)[: PAGE_SIZE + 1])
    query = request.GET.copy()
    if len(found) > PAGE_SIZE:
        query["before"] = str(found[PAGE_SIZE - 1].pk)
    context = {
        "form": form,
        "asked": bool(words or author),
        "cards": cards.of_comments(found[:PAGE_SIZE]),
        "authors": search.authors(words, by_email=shows_emails),
        "shows_emails": shows_emails,
        "author": Author.objects.filter(pk=author).first() if author else None,
        "older": query.urlencode() if len(found) > PAGE_SIZE else "",
        "back": request.get_full_path(),
    }
    return render(request, "desk/search.html", context)
