"""What people give to prove who they are: a password, a code, a passkey."""

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import signing_in
from staff import audit, second_factor
from staff.audit import Kind

_DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code"}


class PasswordForm(forms.Form):
    """The password of whoever is signed in; wrong ones count as attempts to log in."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.request = request

    def clean_password(self) -> str:
        user = self.request.user
        signing_in.take_attempt(self.request, user.get_username())
        password: str = self.cleaned_data["password"]
        if not user.check_password(password):
            audit.record(Kind.REFUSED, account=user.get_username())
            raise forms.ValidationError(_("This is not your password."))
        signing_in.forget_attempts(self.request, user.get_username())
        return password


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # it has no types
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("From your app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        user: User = self.user
        second_factor.take_attempt(user)
        code = self.cleaned_data["code"].replace(" ", "")
        try:
            self.cleaned_data["code"] = super().clean_code()
        except forms.ValidationError as error:
            audit.record(Kind.REFUSED, account=user.get_username(), detail="code", by="")
            raise forms.ValidationError(_("This code is not right, or it was used.")) from error
        if not second_factor.is_first_use(user, code):
            raise forms.ValidationError(_("This code was used. Wait for the next one."))
        second_factor.forget_attempts(user)
        return str(code)


class PasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """What the browser says about a passkey."""

    def clean_credential(self) -> object:
        second_factor.take_attempt(self.user)
        try:
            authenticator = super().clean_credential()
        except (forms.ValidationError, AttributeError, KeyError) as error:
            audit.record(Kind.REFUSED, account=self.user.get_username(), detail="passkey", by="")
            raise forms.ValidationError(_("This passkey was not accepted.")) from error
        second_factor.forget_attempts(self.user)
        return authenticator


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app that is being set up."""

    code = forms.CharField(
        label=gettext_lazy("Code that the app shows"), widget=forms.TextInput(attrs=_DIGITS)
    )

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()
        except forms.ValidationError as error:
            told = _(
                "This code is not right. Check the clock of your phone, and take the next one."
            )
            raise forms.ValidationError(told) from error
        return code


class NewPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey that the browser has made, with a name for it."""

    name = forms.CharField(label=gettext_lazy("Name of the passkey"), max_length=60, required=False)
