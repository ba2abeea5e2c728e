"""Texts of a clause for notices to authors, by language, with placeholders in braces."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 1000
# What each placeholder stands for.
PLACEHOLDERS = {
    "name": "the author's name",
    "rule": "the words of the rule",
    "words": "the words that led to the decision",
    "article": "the article's title",
    "site": "the site's name",
}
KNOWN = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


def problems(text: str) -> list[str]:
    """Why `text` cannot be used, a sentence each."""
    unknown = [name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]
    found = [
        _("“%(name)s” is not known. Use %(known)s, or write it without braces.")
        % {"name": f"{{{name}}}", "known": KNOWN}
        for name in dict.fromkeys(unknown)
    ]
    if len(text) > LONGEST:
        found.append(
            _("It has %(number)d characters and may have %(most)d. Shorten it.")
            % {"number": len(text), "most": LONGEST}
        )
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with the placeholders replaced by `values`, once: braces in a value stay."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def validate_notice_texts(stored: Any) -> None:
    """Refuse texts in languages that the site does not have, or with unknown placeholders."""
    languages = dict(settings.LANGUAGES)
    if not isinstance(stored, Mapping):
        raise ValidationError("Texts of notices are an object: a text for each language.")
    for language, text in stored.items():
        if language not in languages:
            known = ", ".join(languages)
            raise ValidationError(f"“{language}” is no language of the site. Use {known}.")
        if not isinstance(text, str) or not text.strip():
            raise ValidationError(f"The text for “{language}” is empty. Write it, or leave it out.")
        if told := problems(text):
            raise ValidationError(told)
