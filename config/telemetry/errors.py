"""Errors for Sentry, or what takes its protocol: where the program failed, not on what.

No message of an exception is sent, since databases and parsers repeat values in theirs, and no
address that was asked for: the name of its route is.
"""

from typing import Any

import sentry_sdk
from django.core.exceptions import ImproperlyConfigured
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.types import Event
from sentry_sdk.utils import BadDsn

from config.version import VERSION

EVENT = ("event_id", "timestamp", "level", "platform", "release", "logger", "sdk")
EXCEPTION = ("type", "module")
FRAME = ("filename", "module", "function", "lineno", "in_app")
# Their log messages are constants, with values apart.
OURS = ("articles.", "moderation.", "staff.", "config.")


def start(dsn: str) -> None:
    """Raises ImproperlyConfigured if `dsn` cannot be read."""
    try:
        sentry_sdk.init(
            dsn=dsn,
            release=VERSION,
            before_send=told,
            default_integrations=False,
            auto_enabling_integrations=False,
            integrations=[
                AtexitIntegration(callback=lambda *_: None),
                CeleryIntegration(),
                DedupeIntegration(),
                DjangoIntegration(),
                ExcepthookIntegration(),
                LoggingIntegration(level=None, sentry_logs_level=None),
            ],
            auto_session_tracking=False,
            include_local_variables=False,
            max_breadcrumbs=0,
            max_request_body_size="never",
        )
    except BadDsn as error:
        hint = "Copy the DSN from Sentry's settings of the project"
        raise ImproperlyConfigured(f"SENTRY_DSN cannot be read. {hint}.") from error


def told(event: Event, _: dict[str, Any]) -> Event:
    """What is sent of `event`."""
    whole: dict[str, Any] = dict(event)
    sent = _only(EVENT, whole)
    if whole.get("transaction_info", {}).get("source") == "route":
        sent["transaction"] = whole["transaction"]
    if str(whole.get("logger", "")).startswith(OURS) and "logentry" in whole:
        sent["logentry"] = _only(("message",), whole["logentry"])
    raised = (whole.get("exception") or {}).get("values") or []
    if raised:
        sent["exception"] = {"values": [_exception(one) for one in raised]}
    return sent  # type: ignore[return-value]  # a part of an Event


def _exception(raised: dict[str, Any]) -> dict[str, Any]:
    frames = (raised.get("stacktrace") or {}).get("frames") or []
    return {
        **_only(EXCEPTION, raised),
        "stacktrace": {"frames": [_only(FRAME, frame) for frame in frames]},
    }


def _only(names: tuple[str, ...], found: dict[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in names if name in found}
