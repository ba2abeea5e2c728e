"""Whether the site can send e-mails."""

from urllib.parse import urlsplit

from django.conf import settings

LOCAL_HOSTS = {None, "localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104 -- nothing is bound
PRINTING = {
    "moderation.services.readers.printing.EmailBackend",
    "django.core.mail.backends.console.EmailBackend",
    "django.core.mail.backends.dummy.EmailBackend",
}


def unset() -> list[str]:
    """The missing settings without which e-mails are not delivered or their links do not work."""
    missing = {
        "EMAIL_URL": is_printed(),
        "SITE_URL": urlsplit(settings.SITE_URL).hostname in LOCAL_HOSTS,
        "DEFAULT_FROM_EMAIL": settings.DEFAULT_FROM_EMAIL.strip(" >").endswith("@localhost"),
    }
    return [name for name, is_missing in missing.items() if is_missing]


def is_printed() -> bool:
    """Whether e-mails are only printed, as in the demo."""
    return settings.EMAIL_BACKEND in PRINTING
