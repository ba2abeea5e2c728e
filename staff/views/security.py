"""The page on which the staff look after how they sign in."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as recovery_codes
from allauth.mfa.totp.internal import flows as totp
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.mfa.webauthn.internal import flows as passkey_flows
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from staff import second_factor, sessions
from staff.proof_forms import AppForm, NewPasskeyForm
from staff.reauthentication import recently
from staff.views.access import members_only

Type = Authenticator.Type


@members_only
@require_http_methods(["GET"])
def security(request: HttpRequest) -> HttpResponse:
    """Show the second factors, and lead to what can be done about them."""
    own = Authenticator.objects.filter(user=request.user).order_by("pk")
    context = {
        "apps": [each for each in own if each.type == Type.TOTP],
        "passkeys": [each for each in own if each.type == Type.WEBAUTHN],
        "codes_left": sum(
            len(each.wrap().get_unused_codes()) for each in own if each.type == Type.RECOVERY_CODES
        ),
        "sessions": sessions.of(request.user),  # type: ignore[arg-type]
        "session_key": request.session.session_key,
        "is_demanded": second_factor.is_demanded(),
    }
    return render(request, "staff/security.html", context)


@members_only
@recently
@require_http_methods(["GET", "POST"])
def add_app(request: HttpRequest) -> HttpResponse:
    """Set up an app that shows codes: its picture to scan, and the first code."""
    if Authenticator.objects.filter(user=request.user, type=Type.TOTP).exists():
        return redirect("security")
    form = AppForm(user=request.user, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        added, codes = totp.activate_totp(request, form)
        return _added(request, added, codes)
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, form.secret))
    # The picture is drawn here, of an address in which every letter is quoted.
    context = {"form": form, "picture": mark_safe(picture.partition("?>")[2])}  # noqa: S308
    return render(request, "staff/add_app.html", context)


@members_only
@recently
@require_http_methods(["GET", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    form = NewPasskeyForm(user=request.user, data=request.POST or None)
    if form.is_valid():
        added, codes = passkey_flows.add_authenticator(
            request, name=form.cleaned_data["name"], credential=form.cleaned_data["credential"]
        )
        return _added(request, added, codes)
    options = passkeys.begin_registration(request.user, False)
    context = {"form": form, "passkey_options": options}
    return render(request, "staff/add_passkey.html", context)


@members_only
@recently
@require_POST
def remove_factor(request: HttpRequest, pk: int) -> HttpResponse:
    mine = Authenticator.objects.filter(user=request.user).exclude(type=Type.RECOVERY_CODES)
    delete_and_cleanup(request, get_object_or_404(mine, pk=pk))
    messages.success(request, _("Removed."))
    return redirect("security")


@members_only
@recently
@require_http_methods(["GET", "POST"])
def show_codes(request: HttpRequest) -> HttpResponse:
    """Show the recovery codes that are left; a click makes new ones in their place."""
    if not second_factor.exists(request.user):  # type: ignore[arg-type]
        return redirect("security")
    if request.method == "POST":
        recovery_codes.generate_recovery_codes(request)
        return redirect("recovery_codes")
    found = Authenticator.objects.filter(user=request.user, type=Type.RECOVERY_CODES).first()
    codes = found.wrap().get_unused_codes() if found else []
    return render(request, "staff/recovery_codes.html", {"codes": codes})


def _added(request: HttpRequest, added: Authenticator, codes: Authenticator | None) -> HttpResponse:
    """Go on to the recovery codes, if the first factor brought them."""
    second_factor.note_set_up(request, added)
    messages.success(request, _("Set up. From now on you are asked for it when you log in."))
    return redirect("recovery_codes" if codes else "security")
