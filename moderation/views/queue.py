"""The queues, and the page of a single case."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article, Author, Comment
from moderation.models import Decision, Preferences, ReviewItem, SavedView
from moderation.models.decision import DecisionQuerySet
from moderation.services.desk import cards, listing, queue
from moderation.services.desk.cards import Card
from moderation.views.access import DeskRequest, moderators_only, way_back
from moderation.views.filters import FilterForm, filter_form

Queue = ReviewItem.Queue
SLUGS = {queue.value.replace("_", "-"): queue for queue in Queue}
NEIGHBOURS = 5
CARDS_WATCHED = 200


@moderators_only
@require_safe
def queue_page(request: DeskRequest, slug: str = "needs-review") -> HttpResponse:
    """One queue in the order and with the filters that the address asks for."""
    shown = asked_queue(slug)
    form = filter_form(request)
    found = listing.cases(shown, form.filters())
    page = listing.page(found, form.asked_order(), request.GET.get("after", ""))
    context = {
        "queue": shown,
        "slug": slug,
        "form": form,
        "cards": cards.of_items(page.items, request.user),
        "next_page": _address(request, after=page.next) if page.next else "",
        "back": request.get_full_path(),
        "now": timezone.now(),
    }
    if request.htmx and request.GET.get("after"):
        return render(request, "desk/_cards.html", context)
    context |= frame(request, shown) | _narrowed_to(form) | {"newest": listing.newest_id()}
    context["last_decision"] = _last_decision(request)
    return render(request, "desk/queue.html", context)


@moderators_only
@require_safe
def card_page(request: DeskRequest, pk: int) -> HttpResponse:
    """One comment with its thread and its history; opening it claims its case."""
    card = cards.of_comment(pk, request.user)
    if card is None:
        raise Http404
    if card.item:
        queue.claim(item=card.item, moderator=request.user)
    context = {
        "card": card,
        "thread": _thread(card.comment),
        "history": _decisions().filter(comment=card.comment),
        "back": way_back(request),
        "now": timezone.now(),
    }
    return render(request, "desk/card_page.html", context | frame(request))


@moderators_only
@require_safe
def thread(request: DeskRequest, pk: int) -> HttpResponse:
    """The comments before and after one, for the place on a card where they were asked for."""
    comment = get_object_or_404(Comment.objects.select_related("article", "parent__author"), pk=pk)
    return render(request, "desk/_thread.html", {"thread": _thread(comment), "comment": comment})


@moderators_only
@require_POST
def claim(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a case in hand, and answer who has it now."""
    item = get_object_or_404(ReviewItem.objects.open(), comment=pk)
    queue.claim(item=item, moderator=request.user)
    item = ReviewItem.objects.select_related("claimed_by").get(pk=item.pk)
    mine = item.claimed_by == request.user
    return render(request, "desk/_claim.html", {"claimed_by": None if mine else item.claimed_by})


@moderators_only
@require_safe
def news(request: DeskRequest, slug: str) -> HttpResponse:
    """How many cases came since the page was opened, which wait until they are asked for, and how
    many wait in each queue by now.
    """
    found = listing.cases(asked_queue(slug), filter_form(request).filters())
    since = request.GET.get("since", "")
    number = listing.count(found.filter(pk__gt=int(since))) if since.isdecimal() else 0
    context = {"number": number, "back": way_back(request), "changes": _changes(request)}
    return render(request, "desk/_news.html", context | _queues())


def _changes(request: DeskRequest) -> list[Card]:
    """What others did meanwhile with the cards that the page shows."""
    shown = [int(pk) for pk in request.GET.getlist("card") if pk.isdecimal()][:CARDS_WATCHED]
    return cards.in_other_hands(shown, request.user)


def asked_queue(slug: str) -> Queue:
    if slug not in SLUGS:
        raise Http404
    return SLUGS[slug]


def frame(request: DeskRequest, shown: Queue | None = None) -> dict[str, Any]:
    """What every page of the desk has around it: the queues and how many cases wait in each."""
    return {
        "preferences": Preferences.objects.filter(moderator=request.user).first() or Preferences(),
        "saved_views": SavedView.objects.filter(moderator=request.user),
        **_queues(shown),
    }


def _queues(shown: Queue | None = None) -> dict[str, Any]:
    counts = listing.counts()
    return {
        "queues": [
            {"queue": queue, "slug": slug, "count": counts[queue], "current": queue == shown}
            for slug, queue in SLUGS.items()
        ],
        "counted_up_to": listing.COUNTED_UP_TO,
    }


def _narrowed_to(form: FilterForm) -> dict[str, Any]:
    """The article and the author that the address names, for the page to name them too."""
    filters = form.filters()
    return {
        "article": filters.article and Article.objects.filter(pk=filters.article).first(),
        "author": filters.author and Author.objects.filter(pk=filters.author).first(),
    }


def _last_decision(request: DeskRequest) -> Decision | None:
    """What the moderator did last, so that it can be undone without scripts too."""
    return _decisions().not_undone().filter(moderator=request.user).first()


def _decisions() -> DecisionQuerySet:
    return Decision.objects.select_related(
        "comment__author", "comment__article", "clause", "moderator", "release", "undone_by"
    )


def _thread(comment: Comment) -> dict[str, Any]:
    """The parent of a comment and its neighbours, earlier ones first."""
    others = Comment.objects.filter(article=comment.article_id).select_related("author")
    earlier = others.filter(posted_at__lt=comment.posted_at).order_by("-posted_at", "-pk")
    later = others.filter(posted_at__gt=comment.posted_at).order_by("posted_at", "pk")
    return {
        "parent": comment.parent,
        "before": list(earlier[:NEIGHBOURS])[::-1],
        "after": list(later[:NEIGHBOURS]),
    }


def _address(request: DeskRequest, **changed: str) -> str:
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}"
