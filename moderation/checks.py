"""System checks of the configuration, for `manage.py check`."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from articles import mail_setup, opening
from moderation.classifiers.base import NotScored, ReleaseError
from moderation.services.decisions import strikes
from moderation.services.judging import fallback, releases
from moderation.services.judging.loaders import CLASSIFIERS

FALLBACK_MEANWHILE = (
    "Until then comments are scored with linear, and again by the first rescore after the repair."
)
HELD_MEANWHILE = "Until then every new comment is held, to be scored by the next rescore."


@checks.register("moderation")
def check_classifier(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- the framework's signature
    **_: Any,
) -> list[checks.CheckMessage]:
    """Check the classifier's requirements without loading it."""
    try:
        missing = releases.missing(settings.CLASSIFIER)
    except releases.UnknownClassifierError as error:
        return [checks.Error(str(error), id="moderation.E001")]
    # Whether the fallback is whole is looked up, which reads its file, only where it matters.
    hint = FALLBACK_MEANWHILE if missing and _is_covered() else HELD_MEANWHILE
    return [checks.Warning(text, hint=hint, id="moderation.W001") for text in missing]


def _is_covered() -> bool:
    """Whether comments are scored even if the classifier lacks something."""
    return settings.CLASSIFIER in releases.COVERED and not releases.missing(releases.FALLBACK)


@checks.register("moderation")
def check_second_opinion(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- the framework's signature
    **_: Any,
) -> list[checks.CheckMessage]:
    """Check the second opinion's requirements without loading its model."""
    if not settings.SECOND_OPINION:
        return []
    try:
        missing = releases.missing(settings.SECOND_OPINION)
    except releases.UnknownClassifierError as error:
        return [checks.Error(str(error), id="moderation.E002")]
    return [checks.Warning(message, id="moderation.W002") for message in missing]


@checks.register("moderation", deploy=True)
def check_classifiers_load(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- the framework's signature
    **_: Any,
) -> list[checks.CheckMessage]:
    """Score a text with the classifier and the second opinion.

    The checks above report unknown names.
    """
    messages: list[checks.CheckMessage] = []
    for name in {settings.CLASSIFIER, settings.SECOND_OPINION} & set(CLASSIFIERS):
        try:
            releases.load(name).score(fallback.FIRST_TEXT)
        except (ReleaseError, NotScored) as error:
            messages.append(checks.Error(str(error), id="moderation.E003"))
    return messages


@checks.register("moderation", deploy=True)
def check_mail(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- the framework's signature
    **_: Any,
) -> list[checks.CheckMessage]:
    """Check the settings that `send_notices` needs."""
    hint = "Until then no e-mails are sent; authors can read their notices on the site only."
    return [
        checks.Warning(
            f"{name} is not set to a value that works outside this machine.",
            hint=hint,
            id="moderation.W010",
        )
        for name in mail_setup.unset()
    ]


@checks.register("moderation", deploy=True)
def check_proxies(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- the framework's signature
    **_: Any,
) -> list[checks.CheckMessage]:
    """Warn of proxy settings that hide readers' addresses or leave cookies unencrypted."""
    proxies, behind_https = settings.TRUSTED_PROXIES, settings.BEHIND_HTTPS
    if proxies < 0:
        return [checks.Error("TRUSTED_PROXIES is less than 0.", id="moderation.E011")]
    if behind_https and not proxies:
        message = (
            "BEHIND_HTTPS is set and TRUSTED_PROXIES is 0: rate limits and blocks treat "
            "all readers as one network."
        )
        hint = "Set TRUSTED_PROXIES to the number of proxies in front of the site, or leave it out."
        return [checks.Warning(message, hint=hint, id="moderation.W011")]
    if proxies and not behind_https:
        message = "TRUSTED_PROXIES is set and BEHIND_HTTPS is not: cookies may travel unencrypted."
        hint = "Set BEHIND_HTTPS=true where the proxy speaks https."
        return [checks.Warning(message, hint=hint, id="moderation.W012")]
    return []


@checks.register("moderation")
def check_strike_ladder(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- the framework's signature
    **_: Any,
) -> list[checks.CheckMessage]:
    """Check that the ladder of sanctions can be read."""
    try:
        strikes.ladder()
    except strikes.LadderError as error:
        return [checks.Error(f"STRIKE_LADDER: {error}", id="moderation.E003")]
    return []


@checks.register("moderation")
def check_comments_hours(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- the framework's signature
    **_: Any,
) -> list[checks.CheckMessage]:
    """Check that the hours at which comments are taken can be read."""
    try:
        opening.hours(tuple(settings.COMMENTS_HOURS))
    except opening.HoursError as error:
        return [checks.Error(f"COMMENTS_HOURS: {error}", id="moderation.E004")]
    return []
