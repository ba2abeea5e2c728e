"""System checks of the configuration, for `manage.py check`."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from articles.bearer import keys


@checks.register("articles")
def check_published_keys(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- the framework's signature
    **_: Any,
) -> list[checks.CheckMessage]:
    """Check that the keys that the setting gives can be read; no address is asked."""
    if settings.SSO_JWKS and (fault := keys.fault(settings.SSO_JWKS)):
        hint = "Until then nobody can sign in by a token with RS256 or ES256."
        return [checks.Error(f"SSO_JWKS cannot be used: {fault}", hint=hint, id="articles.E001")]
    return []


@checks.register("articles")
def check_first_sight(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- the framework's signature
    **_: Any,
) -> list[checks.CheckMessage]:
    """Check that what EMBED_FIRST_SIGHT allows can happen."""
    if settings.EMBED_FIRST_SIGHT == "listed" and not settings.EMBED_ORIGINS:
        hint = "List the paper's sites in EMBED_ORIGINS."
        message = "EMBED_FIRST_SIGHT is “listed” and EMBED_ORIGINS is empty."
        return [checks.Warning(message, hint=hint, id="articles.W001")]
    return []
