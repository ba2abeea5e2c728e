"""Addresses of signing in; allauth looks up `account_login` and `mfa_authenticate` by name."""

from django.urls import path

from staff.views import invitation, reauthentication, security, sessions, signing_in

urlpatterns = [
    path("login/", signing_in.LogIn.as_view(), name="login"),
    path("login/", signing_in.LogIn.as_view(), name="account_login"),
    path("second-factor/", signing_in.give_second_factor, name="mfa_authenticate"),
    path("reauthenticate/", reauthentication.reauthenticate, name="reauthenticate"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("security/", security.security, name="security"),
    path("security/app/", security.add_app, name="add_app"),
    path("security/passkey/", security.add_passkey, name="add_passkey"),
    path("security/codes/", security.show_codes, name="recovery_codes"),
    path("security/<row_id:pk>/remove/", security.remove_factor, name="remove_factor"),
    path("sessions/<row_id:pk>/end/", sessions.end_session, name="end_session"),
    path("unsent/", sessions.unsent, name="unsent"),
]
