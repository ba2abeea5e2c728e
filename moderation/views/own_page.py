"""A reader's own page: address, e-mails, news, and the data that the site has about them.

Readers reach it by their session or, from an embed, by a signed link.
"""

from http import HTTPStatus

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import confirming, reader_links
from articles.identity import author_of
from articles.models import Author
from articles.reader_links import Purpose
from articles.secret_pages import secret_address
from moderation.models import Notice
from moderation.services.readers import personal_data, replies, standing
from moderation.views import own_page_forms
from moderation.views.mailing_wishes import MailingForm

NOTICES_SHOWN = 20


@require_http_methods(["GET", "POST"])
@never_cache
def own_page(request: HttpRequest) -> HttpResponse:
    """The page of the reader whom the session or the account names."""
    author = author_of(request)
    if author is None:
        return render(request, "discussion/own_page_of_nobody.html")
    return _page(request, author)


@require_http_methods(["GET", "POST"])
@secret_address
def own_page_by_link(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, reader_links.author_of(token, Purpose.OWN_PAGE))


def _page(request: HttpRequest, author: Author) -> HttpResponse:
    """Show the page, or do what one of its forms asks for, or give the data as a file."""
    if request.GET.get("data") == "json":
        return _data(author)
    email_form = own_page_forms.EmailForm(initial={"email": author.email}, label_suffix="")
    if request.method == "POST":
        refused = own_page_forms.act(request, author)
        if refused is None:
            return redirect(request.path)
        email_form = refused
    context = {
        "author": author,
        "email_form": email_form,
        "proof": confirming.waiting(author),
        "mailing_form": MailingForm(initial={"mailing": author.mailing}, label_suffix=""),
        "replies": replies.newest(author),
        "notices": _notices(author),
        "erasure": getattr(author, "erasure_request", None),
    }
    replies.mark_seen(author=author)
    status = HTTPStatus.BAD_REQUEST if email_form.errors else HTTPStatus.OK
    return render(request, "discussion/own_page.html", context, status=status)


def _notices(author: Author) -> list[tuple[str, Notice]]:
    """The newest notices, each with how things stand now."""
    newest = Notice.objects.filter(author=author).select_related(*standing.RELATED)
    return [(standing.of(notice).heading, notice) for notice in newest[:NOTICES_SHOWN]]


def _data(author: Author) -> HttpResponse:
    """Everything about the reader but what moderators noted for each other."""
    rows = [row for row in personal_data.export(author) if row["what"] != "internal note"]
    response = JsonResponse(
        rows,
        encoder=DjangoJSONEncoder,
        safe=False,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    response.headers["Content-Disposition"] = 'attachment; filename="comments.json"'
    return response
