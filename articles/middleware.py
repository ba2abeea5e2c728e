from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from articles import languages, signing_in
from articles.embed import PREFIX
from articles.limits import RateLimited

READERS_PAGES = ("articles", "discussion")
# Read by programs, for everybody who subscribed there.
FEEDS = (
    "article_feed",
    "comment_feed",
    "policy_atom",
    "policy_json",
    "article_policy_atom",
    "article_policy_json",
)
PRIVATE_PAGES = ("desk", "admin")


class ReadersLanguage:
    """Shows embeds in the language of their page, feeds in that of the site, and the desk and the
    admin in one that they have.

    All other pages are in that of the browser, as Django's middleware has chosen it, unless their
    article has one: `articles.languages`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        match = request.resolver_match
        if request.path_info.startswith(PREFIX):
            languages.speak(request, languages.asked_for(request))
        elif match and match.app_name in READERS_PAGES and match.url_name in FEEDS:
            languages.speak(request, settings.LANGUAGE_CODE)
        elif match and match.app_name in PRIVATE_PAGES:
            languages.speak(request, languages.of_staff(request))


class PrivatePages:
    """Keeps personal pages out of caches: the desk, the admin, and all pages for readers with a
    session, who may see their own held comments.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        is_private = bool(match and match.app_name in PRIVATE_PAGES)
        if is_private or not request.session.is_empty():
            patch_cache_control(response, private=True, no_store=True)
        return response


class RateLimits:
    """Answers RateLimited with status 429."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RateLimited):
            return None
        response = render(request, "429.html", {"reason": str(error)}, status=429)
        response.headers["Retry-After"] = str(int(error.wait.total_seconds()))
        return response


class KnownBrowsers:
    """Sets the known-browser cookie after a log-in, on the site or in the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        signing_in.remember_browser(request, response)
        return response
