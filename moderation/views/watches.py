"""The watch list of articles."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article
from articles.text import storable
from moderation.models import Watch
from moderation.services.decisions import watching
from moderation.views.access import DeskRequest, moderators_only
from moderation.views.article_field import ArticleField

UNREADABLE = 422


class WatchForm(forms.Form):
    article = ArticleField(label=gettext_lazy("Article"))
    treatment = forms.TypedChoiceField(
        choices=Watch.Treatment.choices,
        coerce=Watch.Treatment,
        widget=forms.RadioSelect,
        initial=Watch.Treatment.FIRST,
        label=gettext_lazy("New comments"),
    )


@moderators_only
@require_http_methods(["GET", "POST"])
def watch_list(request: DeskRequest) -> HttpResponse:
    """Show who watches which articles, and watch one."""
    asked = Article.objects.filter(slug=storable(request.GET.get("article", ""))).first()
    initial = {"article": asked.title if asked else ""}
    form = WatchForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = watching.watch(moderator=request.user, **form.cleaned_data)
        messages.success(request, _("You watch “%(title)s”.") % {"title": made.article.title})
        return redirect("desk:watches")
    watches = Watch.objects.select_related("article", "moderator")
    context = {"form": form, "watches": watches}
    status = UNREADABLE if form.errors else 200
    return render(request, "desk/watches.html", context, status=status)


@moderators_only
@require_POST
def unwatch(request: DeskRequest, slug: str) -> HttpResponse:
    """End one's own watch."""
    article = get_object_or_404(Article, slug=slug)
    if watching.unwatch(article=article, moderator=request.user):
        said = _("You do not watch “%(title)s” any more.") % {"title": article.title}
        messages.success(request, said)
    return redirect("desk:watches")
