from collections.abc import Callable
from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class TelemetryConfig(AppConfig):
    """Starts in every process what the settings ask for; what they do not is not imported."""

    name = "config.telemetry"

    def ready(self) -> None:
        for setting, module in (
            ("SENTRY_DSN", "config.telemetry.errors"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "config.telemetry.traces"),
        ):
            if value := getattr(settings, setting):
                _starter(setting, module)(value)


def _starter(setting: str, module: str) -> Callable[[str], None]:
    try:
        start: Callable[[str], None] = import_module(module).start
    except ModuleNotFoundError as error:
        raise ImproperlyConfigured(
            f"{setting} is set, but {error.name} is not installed. "
            "Run: pip install -r requirements-production.txt"
        ) from error
    return start
