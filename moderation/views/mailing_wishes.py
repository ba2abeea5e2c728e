"""The page behind the link in every e-mail: how often they come, and to end them by one click."""

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import reader_links
from articles.models import Author
from articles.reader_links import Purpose
from articles.secret_pages import secret_address
from moderation.services.readers import leaving, unsubscribing


class MailingForm(forms.Form):
    mailing = forms.ChoiceField(
        label=gettext_lazy("E-mails about replies to you and decisions about your comments"),
        choices=Author.Mailing.choices,
        widget=forms.RadioSelect,
    )


@require_http_methods(["GET", "POST"])
@secret_address
def mailing(request: HttpRequest, token: str) -> HttpResponse:
    """Choose how often e-mails come.  A mail program's one click (RFC 8058) ends them."""
    author = reader_links.author_of(token, Purpose.MAILING)
    form = MailingForm(_given(request), initial={"mailing": author.mailing}, label_suffix="")
    if is_chosen := form.is_valid():
        unsubscribing.choose(author=author, mailing=form.cleaned_data["mailing"])
    context = {"form": form, "is_chosen": is_chosen}
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return render(request, "discussion/mailing.html", context, status=status)


@require_http_methods(["GET", "POST"])
@secret_address
def stay(request: HttpRequest, token: str) -> HttpResponse:
    """Take back the wish to be deleted."""
    author = reader_links.author_of(token, Purpose.STAYING)
    stays = request.method == "POST" and leaving.stay(author=author)
    asked = getattr(author, "erasure_request", None) if request.method == "GET" else None
    return render(request, "discussion/stay.html", {"stays": stays, "asked": asked})


def _given(request: HttpRequest) -> dict[str, str] | None:
    if request.method != "POST":
        return None
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return {"mailing": Author.Mailing.NEVER}
    return {"mailing": request.POST.get("mailing", "")}
