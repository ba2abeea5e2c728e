"""Addresses of signing in; allauth looks up `account_login` and `mfa_authenticate` by name."""

from typing import cast

from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import path
from django.views.decorators.http import require_POST

from staff.views import invitation, reauthentication, security, sessions, signing_in
from staff.views.access import View, leads_to_provider

log_in = leads_to_provider(cast(View, signing_in.LogIn.as_view()))

urlpatterns = [
    path("login/", log_in, name="login"),
    path("login/", log_in, name="account_login"),
    path("second-factor/", signing_in.give_second_factor, name="mfa_authenticate"),
    path("reauthenticate/", reauthentication.reauthenticate, name="reauthenticate"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("security/", security.security, name="security"),
    path("security/app/", security.add_app, name="add_app"),
    path("security/passkey/", security.add_passkey, name="add_passkey"),
    path("security/codes/", security.show_codes, name="recovery_codes"),
    path("security/<row_id:pk>/remove/", security.remove_factor, name="remove_factor"),
    path(
        "provider/<slug:provider_id>/login/",
        require_POST(openid.login),
        name="openid_connect_login",
    ),
    path(
        "provider/<slug:provider_id>/login/callback/",
        openid.callback,
        name="openid_connect_callback",
    ),
    path("sessions/<row_id:pk>/end/", sessions.end_session, name="end_session"),
    path("unsent/", sessions.unsent, name="unsent"),
]
