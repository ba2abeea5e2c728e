"""A policy in several languages: what it says in each, beside the one that it is written in."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language


def for_reader(original: str, translated: Mapping[str, str]) -> str:
    """What is said in the language of the page, or else the original."""
    code = get_language() or ""
    return translated.get(code) or translated.get(code.partition("-")[0]) or original


def validate_translations(stored: Any) -> None:
    """Refuse texts in languages that the site does not have, and empty ones."""
    if not isinstance(stored, Mapping):
        raise ValidationError("Translations are an object: a text for each language.")
    known = dict(settings.LANGUAGES)
    for language, text in stored.items():
        if language not in known:
            told = f"“{language}” is no language of the site. Use {', '.join(known)}."
            raise ValidationError(told)
        if not isinstance(text, str) or not text.strip():
            raise ValidationError(f"The text for “{language}” is empty. Write it, or leave it out.")
