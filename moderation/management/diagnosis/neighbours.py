"""What the site talks to besides its database: proxy, mail server, broker, cache."""

from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import urlopen

from django.conf import settings
from django.core.mail import get_connection

from articles import mail_setup
from config.celery import app
from moderation.management import certificates
from moderation.management.diagnosis.finding import Finding, State

PATIENCE = 5  # seconds
PROXY_STEPS = {
    400: "Let the proxy send the Host header, and name the host in ALLOWED_HOSTS.",
    502: "Start the site, and let the proxy set X-Forwarded-Proto: deploy/nginx.conf does.",
    503: "Start the site and its database.",
    504: "Start the site and its database.",
}
DEFAULT_BROKER = "redis://127.0.0.1:6379/0"


def _certificate() -> Iterator[Finding]:
    if not settings.SITE_URL.startswith("https://"):
        return
    try:
        left = certificates.days_left(settings.SITE_URL)
    except OSError as error:
        step = "Check that SITE_URL leads to the proxy, and what certificate it sends."
        yield Finding("https", State.ERROR, f"{settings.SITE_URL} fails: {error}.", step)
        return
    told = f"The certificate of {settings.SITE_URL} ends in {left} days."
    step = "Run: certbot renew" if left < certificates.SHORT else ""
    yield Finding("https", State.WARNING if step else State.OK, told, step)
    yield from _proxy()


def _proxy() -> Iterator[Finding]:
    """Whether a page comes through the proxy as readers ask for it."""
    address = f"{settings.SITE_URL.rstrip('/')}/accounts/login/"
    try:
        with urlopen(address, timeout=PATIENCE):  # noqa: S310 -- a setting, and https
            yield Finding("proxy", State.OK, f"{address} is answered.")
    except HTTPError as error:
        step = PROXY_STEPS.get(error.code, "See the log of the proxy and of the site.")
        yield Finding("proxy", State.ERROR, f"{address} is answered {error.code}.", step)
    except OSError as error:
        yield Finding("proxy", State.ERROR, f"{address} fails: {error}.", "See the proxy's log.")


def _mail() -> Iterator[Finding]:
    if mail_setup.unset():
        return  # among the settings
    try:
        with get_connection():
            yield Finding("e-mail", State.OK, "The mail server takes e-mails.")
    except OSError as error:  # SMTPException is one
        step = "Check EMAIL_URL."
        yield Finding("e-mail", State.WARNING, f"The mail server fails: {error}.", step)


def _broker() -> Iterator[Finding]:
    """Only `rescore --celery` needs one."""
    broker = app.connection_for_write(settings.CELERY_BROKER_URL, connect_timeout=PATIENCE)
    name = broker.as_uri().replace(":**@", "")  # without the password
    try:
        broker.ensure_connection(max_retries=1, timeout=PATIENCE)
    except Exception as error:  # noqa: BLE001 -- each transport has its own
        if settings.CELERY_BROKER_URL != DEFAULT_BROKER:
            told, step = f"{name} fails: {error}.", "Start it, or check CELERY_BROKER_URL."
            yield Finding("broker", State.WARNING, told, step)
        else:
            yield Finding("broker", State.OK, "There is none; `rescore --celery` needs one.")
    else:
        yield Finding("broker", State.OK, f"{name} answers.")
    finally:
        broker.release()


def _cache() -> Iterator[Finding]:
    if settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        told = (
            "Each process has its own, so quotas of API keys hold for each. CACHE_URL shares one."
        )
        yield Finding("cache", State.OK, told)
    else:
        yield Finding("cache", State.OK, "It is shared by all processes.")


LOOKS = (_certificate, _mail, _broker, _cache)
