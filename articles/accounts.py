"""Accounts of readers: optional for commenting, they carry a name from device to device."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, views
from django.contrib.auth.forms import BaseUserCreationForm, PasswordChangeForm
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import account_names, confirming, impostors, limits
from articles.addresses import network_key
from articles.identity import adopt, author_of
from articles.limits import RateLimited
from articles.signing_in import SignInForm, forget_attempts, take_attempt

HOUR = timedelta(hours=1)
ACCOUNTS_PER_HOUR = 20


class JoinForm(BaseUserCreationForm):
    """A name, a password and, if the reader wants, an e-mail address.

    The address becomes the account's once it is proved: see `articles.confirming`.
    A name is refused without a reason, and only if the rest of the form is
    valid, so that the form does not tell which names exist.  About addresses it tells nothing.
    """

    field_order = ["username", "email"]

    email = forms.EmailField(
        required=False,
        label=gettext_lazy("E-mail (optional)"),
        help_text=gettext_lazy(
            "Never shown to readers. For a new password if you forget yours, and for replies to "
            "your comments."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def validate_unique(self) -> None:
        """Left to `_post_clean`."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and not is_free(self.cleaned_data["username"]):
            self.refuse_name()

    def refuse_name(self) -> None:
        self.add_error("username", _("This name cannot be used. Please choose another."))


class PasswordForm(PasswordChangeForm):
    """Changes a password.  Wrong old passwords count as attempts to log in."""

    def __init__(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        take_attempt(self.request, self.user.get_username())
        old: str = super().clean_old_password()
        forget_attempts(self.request, self.user.get_username())
        return old


class LogIn(views.LoginView):
    authentication_form = SignInForm
    # Django's view would name the host.
    extra_context = {"site_name": settings.SITE_NAME}


class ChangePassword(views.PasswordChangeView):
    form_class = PasswordForm
    template_name = "registration/change_password.html"
    success_url = reverse_lazy("articles:article_list")

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        messages.success(self.request, _("Your password was changed."))
        return super().form_valid(form)


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        _take_join(request)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (user := _create(form)):
        if "begin_anew" not in request.POST:
            adopt(request, user)
        login(request, user)
        if form.cleaned_data["email"]:
            messages.info(request, str(confirming.LINK_COMES))
        return redirect("articles:article_list")
    status = 400 if form.errors else 200
    context = {"form": form, "author": author_of(request)}
    return render(request, "registration/join.html", context, status=status)


def is_free(username: str) -> bool:
    """Whether a new account may have this name."""
    exists = User.objects.filter(username__iexact=username).exists()
    return not (exists or impostors.refusal(username))


def _take_join(request: HttpRequest) -> None:
    if not limits.allows("join", network_key(request), most=ACCOUNTS_PER_HOUR, within=HOUR):
        raise RateLimited(
            _("Too many accounts were created from your network. Please try again in an hour."),
            wait=HOUR,
        )


def _create(form: JoinForm) -> User | None:
    """The new account, or None if somebody else took the name at the same time."""
    try:
        with transaction.atomic():
            user: User = form.save()
            if not account_names.holds(user):
                raise IntegrityError
            if email := form.cleaned_data["email"]:
                confirming.ask(email=email, user=user)
    except IntegrityError:
        form.refuse_name()
        return None
    return user
