from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles import impostors
from articles.models import Article, Comment
from articles.text import isolated

ITEMS = 30


class Articles(Feed):
    feed_type = Atom1Feed

    def title(self) -> str:
        return str(settings.SITE_NAME)

    def link(self) -> str:
        return reverse("articles:article_list")

    def items(self) -> QuerySet[Article]:
        return Article.objects.all()[:ITEMS]

    def item_title(self, item: Article) -> str:
        return item.title

    def item_link(self, item: Article) -> str:
        return item.page_url

    def item_description(self, item: Article) -> str:
        return Truncator(item.body).words(60)

    def item_pubdate(self, item: Article) -> datetime:
        return item.published_at


class Comments(Feed):
    """The newest published comments on one article."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Article:  # noqa: ARG002
        return get_object_or_404(Article, slug=slug)

    def title(self, obj: Article) -> str:
        return _("Comments on %(title)s") % {"title": obj.title}

    def link(self, obj: Article) -> str:
        return obj.page_url

    def items(self, obj: Article) -> list[Comment]:
        newest = obj.comments.published().order_by("-posted_at", "-id")
        shown = list(newest.select_related("author", "article")[:ITEMS])
        impostors.mark(shown)
        return shown

    def item_title(self, item: Comment) -> str:
        name = isolated(item.author_name)
        return f"{name} ({item.name_mark})" if item.name_mark else name

    def item_link(self, item: Comment) -> str:
        return item.page_url

    def item_description(self, item: Comment) -> str:
        return isolated(item.text)

    def item_pubdate(self, item: Comment) -> datetime:
        return item.posted_at
