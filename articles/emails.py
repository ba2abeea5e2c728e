"""Sends an e-mail, and says whether to try again."""

import logging
from enum import Enum
from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)

# What sending raises.
_FAILURES = (OSError, SMTPException, ValueError)
# SMTP codes from here on are permanent failures.
_PERMANENT = 500


class Outcome(Enum):
    """What came of sending: if it failed, whether a retry is pointless."""

    SENT = "sent"
    FAILED = "failed"
    REFUSED = "refused"


def send(message: EmailMessage, failure: str) -> Outcome:
    """Send `message`.  A failure is logged as `failure` and the kind of the error.

    The error's own message may contain the address.
    """
    try:
        message.send()
    except _FAILURES as error:
        logger.error("%s: %s", failure, type(error).__name__)
        return Outcome.REFUSED if _is_permanent(error) else Outcome.FAILED
    return Outcome.SENT


def _is_permanent(error: Exception) -> bool:
    """Whether a retry is pointless: the address is invalid, or the server refuses it for good."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= _PERMANENT for code, _ in error.recipients.values())
    return isinstance(error, ValueError)
