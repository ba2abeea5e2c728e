"""Staff who sign in as people do, with real codes."""

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.urls import reverse

PASSWORD = "a long and quiet river"
SECRET = "JBSWY3DPEHPK3PXP"


def code(secret=SECRET, steps=0):
    """What an app shows now, or so many half minutes later."""
    counter = int(time.time()) // 30 + steps
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def give_app(user):
    """Set up an app and recovery codes for `user`, and return the codes."""
    data = {"secret": get_adapter().encrypt(SECRET)}
    Authenticator.objects.create(user=user, type="totp", data=data)
    return RecoveryCodes.activate(user).get_unused_codes()


def log_in(client, user, password=PASSWORD, **more):
    return client.post(
        reverse("login"), {"username": user.get_username(), "password": password, **more}
    )


def is_in(client):
    return "_auth_user_id" in client.session
