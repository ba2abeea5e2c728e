"""What `manage.py check` says before an operator finds out at night."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from moderation.classifiers.base import ReleaseError
from moderation.services.judging import releases

HELD_MEANWHILE = "Until then every new comment is held, to be scored by the next rescore."


@checks.register("moderation")
def check_classifier(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- the framework's signature
    **_: Any,
) -> list[checks.CheckMessage]:
    """Look for what the classifier needs, without loading it for every command."""
    try:
        missing = releases.missing(settings.CLASSIFIER)
    except releases.UnknownClassifierError as error:
        return [checks.Error(str(error), id="moderation.E001")]
    return [checks.Warning(text, hint=HELD_MEANWHILE, id="moderation.W001") for text in missing]


@checks.register("moderation")
def check_second_opinion(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- the framework's signature
    **_: Any,
) -> list[checks.CheckMessage]:
    """Look for what the second opinion needs, without loading a gigabyte for every command."""
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
    """Load the classifier and the second opinion; names that are unknown are found above."""
    messages: list[checks.CheckMessage] = []
    for name in {settings.CLASSIFIER, settings.SECOND_OPINION} & set(releases.CLASSIFIERS):
        try:
            releases.load(name)
        except ReleaseError as error:
            messages.append(checks.Error(str(error), id="moderation.E003"))
    return messages
