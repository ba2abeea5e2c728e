"""Which article an embed asks for."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from articles.models import Article
from articles.text import storable


def article_of(request: HttpRequest, article_id: str = "") -> Article:
    """The article with the paper's id, or else of the address; Http404 if there is none."""
    paper_id = storable(article_id or request.GET.get("id", ""))
    url = storable(request.GET.get("url", ""))
    wanted = {"external_id": paper_id} if paper_id else {"url": url}
    found = Article.objects.filter(**wanted).first() if paper_id or url else None
    if found is None:
        raise Http404(_("There are no comments for this page yet."))
    return found
