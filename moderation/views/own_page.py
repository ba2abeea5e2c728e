"""A reader's own page: the e-mail address, and what the site has about them.

Readers reach it by their session or, from an embed, by a signed link.
"""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import confirming, reader_links
from articles.confirming import requests
from articles.identity import author_of
from articles.models import Author
from articles.reader_links import LinkNotValid, Purpose
from articles.secret_pages import secret_address


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


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
    try:
        author = reader_links.author_of(token, Purpose.OWN_PAGE)
    except LinkNotValid:
        return render(request, "articles/link_not_valid.html", status=HTTPStatus.GONE)
    return _page(request, author)


def _page(request: HttpRequest, author: Author) -> HttpResponse:
    """Show the page, or do what one of its forms asks for."""
    initial = {"email": author.email}
    if request.method == "POST":
        act = ACTIONS.get(request.POST.get("action", ""))
        form = act(request, author) if act else None
        if form is None:
            return redirect(request.path)
    else:
        form = EmailForm(initial=initial, label_suffix="")
    context = {"author": author, "email_form": form, "proof": confirming.waiting(author)}
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "discussion/own_page.html", context, status=status)


def _give_email(request: HttpRequest, author: Author) -> EmailForm | None:
    """Have a link sent; the form, if it is not an address."""
    form = EmailForm(request.POST, label_suffix="")
    if not form.is_valid():
        return form
    requests.ask(request, author, form.cleaned_data["email"])
    messages.info(request, str(confirming.LINK_COMES))
    return None


ACTIONS: dict[str, Callable[[HttpRequest, Author], EmailForm | None]] = {"email": _give_email}
