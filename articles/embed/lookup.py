"""Which article an embed asks for."""

from django.http import Http404, HttpRequest

from articles import first_sight, languages
from articles.first_sight import ArticleUnknown
from articles.models import Article
from articles.paper import Listing
from articles.text import storable


def article_of(request: HttpRequest, article_id: str = "") -> Article:
    """The article that the attributes name, made at first sight where that is allowed.

    Raises Http404, which says what the paper can do, and RateLimited.
    """
    given = request.GET
    listing = Listing(
        external_id=storable(article_id or given.get("id", "")),
        url=storable(given.get("url", "")),
        title=storable(given.get("title", "")),
        section=storable(given.get("section", "")),
        language=storable(given.get("language", "")),
    )
    signature = given.get("signature", "")
    try:
        found = first_sight.article_for(listing, signature=signature, request=request)
    except ArticleUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    languages.speak_for(found, request)
    return found
