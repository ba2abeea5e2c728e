"""Names of languages on the desk's pages."""

from django import template

from moderation.services.desk import language_names

register = template.Library()


@register.filter
def language_name(language: str) -> str:
    """The name of a stored language, in the language of the page."""
    return language_names.name_of(language)
