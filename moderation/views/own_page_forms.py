"""What the forms of a reader's own page do."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import confirming
from articles.confirming import requests
from articles.models import Author
from moderation.services.readers import leaving, unsubscribing
from moderation.views.mailing_wishes import MailingForm


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def act(request: HttpRequest, author: Author) -> EmailForm | None:
    """Do what the form of `request` asks for; the form, if its address is none."""
    action = ACTIONS.get(request.POST.get("action", ""))
    return action(request, author) if action else None


def _give_email(request: HttpRequest, author: Author) -> EmailForm | None:
    form = EmailForm(request.POST, label_suffix="")
    if not form.is_valid():
        return form
    requests.ask(request, author, form.cleaned_data["email"])
    messages.info(request, str(confirming.LINK_COMES))
    return None


def _choose_mailing(request: HttpRequest, author: Author) -> None:
    form = MailingForm(request.POST)
    if form.is_valid():
        unsubscribing.choose(author=author, mailing=form.cleaned_data["mailing"])
        messages.success(request, _("Your choice is stored."))


def _leave(request: HttpRequest, author: Author) -> None:
    leaving.ask(author=author)
    messages.warning(request, _("Your comments and data will be deleted in a day."))


def _stay(request: HttpRequest, author: Author) -> None:
    if leaving.stay(author=author):
        messages.success(request, _("Nothing will be deleted."))


ACTIONS: dict[str, Callable[[HttpRequest, Author], EmailForm | None]] = {
    "email": _give_email,
    "mailing": _choose_mailing,
    "leave": _leave,
    "stay": _stay,
}
