"""Why a token is refused: a code for programs, a sentence for people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """The value is the code; the label is shown to readers, and tells the paper what to mend."""

    EXPIRED = "expired", _("Your sign-in has expired. Please sign in again.")
    SIGNED_OUT = "signed_out", _("You have signed out. Please sign in again.")
    NOT_YET_VALID = "not_yet_valid", _("The sign-in token is not valid yet (“nbf” or “iat”).")
    NO_EXPIRY = "no_expiry", _("The sign-in token never expires. It needs “exp”.")
    LIVES_TOO_LONG = "lives_too_long", _("The sign-in token is valid for too long (“exp”).")
    WRONG_AUDIENCE = "wrong_audience", _("The sign-in token is for another site (“aud”).")
    WRONG_ISSUER = "wrong_issuer", _("The sign-in token is from another site (“iss”).")
    NO_READER = "no_reader", _("The sign-in token names no reader (“sub” or “user.id”).")
    UNKNOWN_KEY = "unknown_key", _("The key of the sign-in token is not known here (“kid”).")
    BAD_SIGNATURE = "bad_signature", _("The signature of the sign-in token is wrong.")
    BAD_ALGORITHM = (
        "bad_algorithm",
        _("The sign-in token must be signed with HS256, RS256 or ES256 (“alg”)."),
    )
    MALFORMED = "malformed", _("The sign-in token cannot be read.")
    TOO_LONG = "too_long", _("The sign-in token is longer than 8 kB.")
    NOT_SET_UP = "not_set_up", _("This site has no keys for sign-in tokens.")
    KEYS_UNAVAILABLE = (
        "keys_unavailable",
        _("Sign-ins cannot be checked at the moment. Please try again later."),
    )
    NO_GUESTS = "no_guests", _("Only readers who are signed in can comment here.")
    UNKNOWN_GUEST = "unknown_guest", _("Your name is not known here any more. Please enter it.")


class TokenRefused(Exception):
    """A token is not accepted: treat the reader as unknown, and tell the reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason.label))
        self.reason = reason

    @property
    def code(self) -> str:
        return self.reason.value
