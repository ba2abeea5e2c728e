"""Signs that a program filled in a form: a field that people do not see, and haste."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner, b62_decode
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Author

# The field that people do not see; programs fill in what is called so.
TRAP = "website"
OPENED = "opened"
SEPARATOR = "~"
# A form that was drawn earlier shows itself again.
LASTS = timedelta(days=1)


def stamp() -> str:
    """When a form was drawn, signed."""
    return _signer().sign("form")


def is_known(author: Author | None) -> bool:
    """Whether the author has an account, here or at the paper: they are not examined."""
    return author is not None and bool(author.user_id or author.external_id)


def refusal(data: Mapping[str, str]) -> str:
    """Why a form looks like a program's, in a sentence; empty if it does not.

    Whoever reads the sentence and sends the form again passes.
    """
    if data.get(TRAP):
        return _("A hidden field was filled in, as programs do. It is empty now: post again.")
    least = settings.FASTEST_POST
    if not least:
        return ""
    opened = _opened(data.get(OPENED, ""))
    if opened is None or opened > LASTS:
        return _("This page was open for too long. Your text is kept: please post again.")
    if opened < timedelta(seconds=least):
        return _("That was very quick. Please wait a few seconds and post again.")
    return ""


def fresh(data: Mapping[str, str]) -> str:
    """The stamp to show a form again with: its own one, or a new one if that is of no use."""
    given = data.get(OPENED, "")
    opened = _opened(given)
    return given if opened is not None and opened <= LASTS else stamp()


def _opened(given: str) -> timedelta | None:
    """How long ago the form was drawn; None if the site did not draw it."""
    try:
        _name, drawn, _signature = given.split(SEPARATOR)
        _signer().unsign(given)
        return timezone.now() - datetime.fromtimestamp(b62_decode(drawn), UTC)
    except (BadSignature, ValueError, OverflowError):
        return None


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="comity.forms", sep=SEPARATOR)
