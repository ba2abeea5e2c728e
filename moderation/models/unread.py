"""The verdicts on comments in languages that the classifier cannot read."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PUBLISH, QUEUE, HOLD = "publish", "queue", "hold"
# The key of all languages that are not named. They are never published unread: whoever wants
# that names the language.
OTHERS = "others"
FOR_OTHERS = (HOLD, QUEUE)
FOR_LANGUAGES = (HOLD, QUEUE, PUBLISH)
MOST = 200
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?")


def validate_unread(value: Any) -> None:
    """Raise ValidationError unless `value` maps codes of languages, or OTHERS, to verdicts."""
    if not isinstance(value, Mapping) or len(value) > MOST:
        raise ValidationError(_("Write a verdict for each language."))
    for language, verdict in value.items():
        known = FOR_OTHERS if language == OTHERS else FOR_LANGUAGES
        if language != OTHERS and not is_code(language):
            told = _("“%(code)s” is no code of a language. Write one such as de, tr or und-Cyrl.")
            raise ValidationError(told % {"code": language})
        if verdict not in known:
            told = _("“%(verdict)s” is not possible for %(language)s. Write one of: %(known)s.")
            names = {"verdict": verdict, "language": language, "known": ", ".join(known)}
            raise ValidationError(told % names)


def is_code(language: Any) -> bool:
    """Whether it is written like a code of `moderation.classifiers.languages`."""
    return isinstance(language, str) and _CODE.fullmatch(language) is not None
