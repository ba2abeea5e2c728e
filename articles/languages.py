"""The language that a reader is answered in: of the embed's page, else of the article, else of the
browser, else of the site.
"""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

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


def of_staff(request: HttpRequest) -> str:
    """The language of the desk: that in use, else the browser's next that the desk is in."""
    known = dict(settings.DESK_LANGUAGES)
    asked = parse_accept_lang_header(request.headers.get("accept-language", ""))
    codes = [translation.get_language() or "", *(code.partition("-")[0] for code, _ in asked)]
    return next((code for code in codes if code in known), of_moderators())


def of_moderators() -> str:
    """The language of what moderators read outside the desk: the site's, if the desk is in it."""
    code = str(settings.LANGUAGE_CODE)
    return code if code in dict(settings.DESK_LANGUAGES) else "en"


def of(author: Author) -> str:
    """The language of e-mails to `author`."""
    return author.language or str(settings.LANGUAGE_CODE)
