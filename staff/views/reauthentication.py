"""The page that asks again who is there."""

from typing import cast

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.internal.flows import post_authentication
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from staff import kept_request, reauthentication, second_factor
from staff.proof_forms import CodeForm, PasskeyForm, PasswordForm
from staff.views.access import leads_to_provider
from staff.views.signing_in import asked_for, provider_name


@leads_to_provider
@login_required
@require_http_methods(["GET", "POST"])
def reauthenticate(request: HttpRequest) -> HttpResponse:
    """Take a password, a code or a passkey, and go on with what was kept."""
    has_factor = second_factor.exists(request.user)  # type: ignore[arg-type]
    if request.method == "GET" and not reauthentication.is_due(request) and not _lacks(request):
        return _go_on(request)
    forms = _forms(request, has_factor)
    form = forms.get(next((name for name in forms if name in request.POST), ""))
    if form is not None and form.is_valid():
        _record(request, form)
        return _go_on(request)
    context: dict[str, object] = {"forms": forms, "waiting": kept_request.waiting(request)}
    if SocialAccount.objects.filter(user=request.user).exists():
        context["provider_name"] = provider_name()
    if has_factor:
        context |= asked_for(request.user)
    return render(request, "staff/reauthenticate.html", context)


def _lacks(request: HttpRequest) -> bool:
    """Whether desk and admin demand a second factor that this session did not begin with."""
    return second_factor.is_demanded() and not second_factor.was_checked(request)


def _forms(request: HttpRequest, has_factor: bool) -> dict[str, Form]:
    """The proofs that this person can give, by the name of their field."""
    user, data = cast(User, request.user), request.POST or None
    forms: dict[str, Form] = {}
    if user.has_usable_password() and not (has_factor and _lacks(request)):
        forms["password"] = PasswordForm(request, data if "password" in request.POST else None)
    if has_factor:
        forms["code"] = CodeForm(user=user, data=data if "code" in request.POST else None)
        credential = data if "credential" in request.POST else None
        forms["credential"] = PasskeyForm(user=user, data=credential)
    return forms


def _record(request: HttpRequest, form: Form) -> None:
    if isinstance(form, PasswordForm):
        record_authentication(request, request.user, "password", reauthenticated=True)
    else:
        authenticator = getattr(form, "authenticator", None) or form.cleaned_data["credential"]
        post_authentication(request, authenticator, reauthenticated=True)


def _go_on(request: HttpRequest) -> HttpResponse:
    kept = kept_request.waiting(request)
    return kept_request.send(request, kept) if kept else redirect("security")
