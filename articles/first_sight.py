"""Articles that Comity first sees in an embed.

Anybody can put an element with any attributes on a page.  So an article is made of
them only if the paper has signed them, or if the page is at a listed origin, the
article is at the same one, and the site allows it.
"""

import hmac
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from articles import limits, paper
from articles.addresses import network_key
from articles.canonical import canonical
from articles.limits import RateLimited
from articles.models import Article
from articles.paper import Listing, Unusable
from articles.text import storable

HOUR = timedelta(hours=1)
# By network, and only where attributes are not signed.
ARTICLES_PER_HOUR = 30


class ArticleUnknown(Exception):
    """The article is not known, and not made now; the message says what the paper can do."""


def article_for(listing: Listing, *, signature: str, request: HttpRequest) -> Article:
    """The article that the attributes of an embed name.

    One that is known by its address alone is given their id, if they may make articles.
    Raises ArticleUnknown, and RateLimited where too many are made.
    """
    known = paper.find(external_id=listing.external_id.strip(), url=listing.url)
    if known and (known.external_id or not listing.external_id):
        return known
    try:
        if signature:
            _check_signature(listing, signature)
        else:
            _check_origin(listing, request, is_new=known is None)
        return paper.find_or_create(listing)
    except (ArticleUnknown, Unusable) as error:
        if known:
            return known
        raise ArticleUnknown(str(error)) from error


def signed(listing: Listing, secret: str) -> str:
    """The signature of the attributes: HMAC-SHA256 of their lines, in hexadecimal.

    Four, and a fifth where the element has a language.
    """
    given = (listing.external_id, listing.url, listing.title, listing.section)
    lines = "\n".join((*given, listing.language) if listing.language else given)
    return hmac.new(secret.encode(), lines.encode("utf-8", "replace"), "sha256").hexdigest()


def _check_signature(listing: Listing, signature: str) -> None:
    kid, _dot, given = storable(signature).partition(".")
    secret = settings.EMBED_KEYS.get(kid)
    if settings.EMBED_FIRST_SIGHT == "never" or secret is None:
        raise ArticleUnknown(_("The article is not known, and the key of its signature neither."))
    if not constant_time_compare(signed(listing, secret), given):
        raise ArticleUnknown(_("The signature of the article's attributes is wrong."))


def _check_origin(listing: Listing, request: HttpRequest, *, is_new: bool) -> None:
    if settings.EMBED_FIRST_SIGHT != "listed" or not _is_at(request, listing.url):
        raise ArticleUnknown(_("There are no comments for this page yet."))
    network = network_key(request)
    if is_new and not limits.allows("first sight", network, most=ARTICLES_PER_HOUR, within=HOUR):
        raise RateLimited(_("Too many new articles. Please try again in an hour."), wait=HOUR)


def _is_at(request: HttpRequest, url: str) -> bool:
    """Whether the request comes from a page of a listed origin, and `url` is of the same one."""
    origin = request.headers.get("Origin", "")
    return origin in settings.EMBED_ORIGINS and _place(url) == _place(origin)


def _place(url: str) -> str:
    return urlsplit(canonical(url)).netloc
