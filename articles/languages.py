"""The language that a reader is answered in: of the embed's page, else of the article, else of the
browser, else of the site.
"""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from articles.models import Article, Author


def asked_for(request: HttpRequest) -> str:
    """The language in the address, where the site has it; else the one in use, of the browser."""
    asked = known(request.GET.get("lang", ""))
    return asked or translation.get_language() or str(settings.LANGUAGE_CODE)


def known(code: str) -> str:
    """The site's language for `code`, as “de” for “de-AT”; empty if it has none."""
    try:
        return translation.get_supported_language_variant(code.strip().replace("_", "-"))
    except LookupError:
        return ""


def speak_for(article: Article, request: HttpRequest) -> None:
    """Answer in the language of `article`, if it has one and the address asks for none."""
    if article.language and not request.GET.get("lang"):
        speak(request, article.language)


def speak(request: HttpRequest, language: str) -> None:
    translation.activate(language)
    request.LANGUAGE_CODE = language


def of(author: Author) -> str:
    """The language of e-mails to `author`."""
    return author.language or str(settings.LANGUAGE_CODE)
