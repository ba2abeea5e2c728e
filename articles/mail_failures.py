"""Why an e-mail could not be sent, and whether to try again."""

from smtplib import SMTPException, SMTPRecipientsRefused

# What sending raises.
FAILURES = (OSError, SMTPException, ValueError)
# SMTP codes from here on are permanent failures.
PERMANENT = 500


def is_permanent(error: Exception) -> bool:
    """Whether a retry is pointless: the address is invalid, or the server refuses it for good."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    return isinstance(error, ValueError)
