"""The scripts of the embed and its style sheet, each at an address that never changes."""

import gzip
import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

PARTS = ("requests", "places", "forms", "comments", "count")
SCRIPT = tuple(f"js/embed/{name}.js" for name in PARTS)
PROOF = ("js/proof.js",)
STYLE = ("css/comity.css", "css/site.css", "css/embed.css")
# A new release reaches every page within the hour, and no page waits for it.
FRESH, STALE = 3600, 24 * 3600
# Where the script has its sentences; without them it would be silent when the site is.
SENTENCES = "{/* sentences */}"
# Its names are nobody else's, and a page that loads it twice gets it once.
BEGINS = """(() => {
"use strict";
if (customElements.get("comity-comments")) return;
"""


@lru_cache
def script() -> bytes:
    body = _joined(SCRIPT).replace(SENTENCES, _sentences())
    return gzip.compress(f"{BEGINS}{body}}})();\n".encode(), mtime=0)


@lru_cache
def proof() -> bytes:
    return gzip.compress(_joined(PROOF).encode(), mtime=0)


@lru_cache
def style() -> bytes:
    return gzip.compress(_joined(STYLE).encode(), mtime=0)


def _joined(names: tuple[str, ...]) -> str:
    return "".join(Path(_found(name)).read_text() for name in names)


def _found(name: str) -> str:
    path = finders.find(name)
    if not path:
        raise ImproperlyConfigured(f"static/{name} is missing. Install the release again.")
    return path


def _sentences() -> str:
    """What the script says where the site does not answer, in every language of the site."""
    told = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            told[language] = {
                "notLoaded": _("The comments could not be loaded."),
                "notSent": _("This could not be sent. Your text is kept; please try again."),
                "retry": _("Try again"),
            }
    return json.dumps(told, ensure_ascii=False)


def _tag(made: bytes) -> str:
    return f'"{sha256(made).hexdigest()[:16]}"'


@require_safe
@condition(etag_func=lambda _: _tag(script()))
def script_view(request: HttpRequest) -> HttpResponse:
    response = _asset(request, script(), "text/javascript")
    # For pages that isolate themselves: Cross-Origin-Embedder-Policy.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
@condition(etag_func=lambda _: _tag(proof()))
def proof_view(request: HttpRequest) -> HttpResponse:
    """The module that the script asks for where the site wants proof of work."""
    return _asset(request, proof(), "text/javascript")


@require_safe
@condition(etag_func=lambda _: _tag(style()))
def style_view(request: HttpRequest) -> HttpResponse:
    return _asset(request, style(), "text/css")


def _asset(request: HttpRequest, made: bytes, kind: str) -> HttpResponse:
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        made if zipped else gzip.decompress(made), content_type=f"{kind}; charset=utf-8"
    )
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    patch_cache_control(response, public=True, max_age=FRESH, stale_while_revalidate=STALE)
    return response
