"""What `manage.py check` says before an operator finds out at night."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from moderation.classifiers.base import ReleaseError
from moderation.services import releases

HELD_MEANWHILE = "Until then every new comment is held, to be scored by the next rescore."


@checks.register("moderation")
def check_classifier(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- the framework's signature
    **_: Any,
) -> list[checks.CheckMessage]:
    try:
        releases.load(settings.CLASSIFIER)
    except releases.UnknownClassifierError as error:
        return [checks.Error(str(error), id="moderation.E001")]
    except ReleaseError as error:
        return [checks.Warning(str(error), hint=HELD_MEANWHILE, id="moderation.W001")]
    return []
