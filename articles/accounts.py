"""Accounts of readers: not needed to comment, but they carry a name from device to device."""

from django.contrib.auth import login
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from articles.identity import adopt, author_of


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    form: UserCreationForm[User] = UserCreationForm(
        request.POST if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid():
        user = form.save()
        if "begin_anew" not in request.POST:
            adopt(request, user)
        login(request, user)
        return redirect("articles:article_list")
    status = 400 if form.errors else 200
    context = {"form": form, "author": author_of(request)}
    return render(request, "registration/join.html", context, status=status)
