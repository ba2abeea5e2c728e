"""Accounts of readers: not needed to comment, but they carry a name from device to device."""

from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from articles import account_names, impostors


class JoinForm(UserCreationForm):  # type: ignore[type-arg]
    """A user name is a name like any other: it may not look like another's."""

    def clean_username(self) -> Any:
        username = super().clean_username()
        if refusal := impostors.refusal(username or ""):
            raise forms.ValidationError(refusal)
        return username


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (user := _create(form)):
        login(request, user)
        return redirect("articles:article_list")
    status = 400 if form.errors else 200
    return render(request, "registration/join.html", {"form": form}, status=status)


def _create(form: JoinForm) -> User | None:
    """The account, or None where somebody else took the name at this moment."""
    with transaction.atomic():
        user: User = form.save()
        if account_names.holds(user):
            return user
        transaction.set_rollback(True)
    form.add_error("username", impostors.LOOKS_LIKE_ACCOUNT)
    return None
