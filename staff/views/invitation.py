"""The page behind the link of an invitation."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib.auth.forms import BaseUserCreationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import accounts
from articles.secret_pages import secret_address
from staff import invitations


class AccountForm(BaseUserCreationForm):
    """A user name and a password."""

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if not accounts.is_free(name):
            self.add_error("username", _("This name cannot be used. Please choose another."))
        return name


@require_http_methods(["GET", "POST"])
@secret_address
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = invitations.find(token)
    form = AccountForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "invitation": found}
        status = 400 if form.errors else 200
        return render(request, "staff/invitation.html", context, status=status)
    account = form.save(commit=False)
    invitations.accept(found, account)
    login = Login(user=account, redirect_url=reverse("security"))
    credentials = {"username": account.get_username()}
    response: HttpResponse = perform_password_login(request, credentials, login)
    return response
