"""Signing in: a password, and whatever is asked for after it."""

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal import auth as passkeys
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from articles import accounts
from staff import sessions
from staff.proof_forms import CodeForm, PasskeyForm


class LogIn(accounts.LogIn):
    """The site's log-in, for readers and staff alike; who has a second factor gives it next."""

    def get_context_data(self, **more: object) -> dict[str, object]:
        return super().get_context_data(**more, provider_name=provider_name())

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        going_to = self.get_success_url()
        credentials = {"username": user.get_username()}
        login = Login(user=user, redirect_url=going_to)
        response: HttpResponse = perform_password_login(self.request, credentials, login)
        return response


def provider_name() -> str:
    """What the button says that leads to the paper's identity provider; empty if there is none."""
    return settings.STAFF_OIDC_NAME if settings.STAFF_OIDC_SERVER else ""


class ChangePassword(accounts.ChangePassword):
    """Ends the other sessions: `staff.session_list`."""

    def form_valid(self, form: accounts.PasswordForm) -> HttpResponse:
        with sessions.followed(self.request):
            return super().form_valid(form)


def admin_log_in(request: HttpRequest) -> HttpResponse:
    """The admin has no log-in of its own, so that it asks for everything that the desk asks for."""
    going_to = request.GET.get("next", "")
    if not request.user.is_authenticated:
        return redirect(f"{redirect('login').url}?{urlencode({'next': going_to or '/admin/'})}")
    if not request.user.is_staff:
        raise PermissionDenied
    return redirect("admin:index")


@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="login")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def give_second_factor(request: HttpRequest) -> HttpResponse:
    """Ask whoever gave the right password for the second factor; until then nobody is signed in."""
    stage = request._login_stage  # type: ignore[attr-defined]
    user = stage.login.user
    given = request.POST if request.method == "POST" else None
    kind = PasskeyForm if given and "credential" in given else CodeForm
    form = kind(user=user, data=given)
    if given is not None and form.is_valid():
        form.save()
        response: HttpResponse = stage.exit()
        return response
    context = {"form": form, **asked_for(user)}
    if kind is PasskeyForm:
        context["form"] = CodeForm(user=user)
        context["passkey_refused"] = form.errors.get("credential")
    return render(request, "staff/second_factor.html", context)


def asked_for(user: object) -> dict[str, object]:
    """The context of a page that asks `user` for a passkey, if they have one."""
    options = passkeys.begin_authentication(user)
    return {"passkey_options": options if options["publicKey"].get("allowCredentials") else None}
