"""The queues, and the page of a single case."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import row_ids
from articles.models import Article, Author, Comment
from moderation.models import Decision
from moderation.models.decision import DecisionQuerySet
from moderation.permissions import of_own_sections, sections_of
from moderation.services.desk import cards, counting, listing, selection, sparing
from moderation.services.desk.cards import Card
from moderation.services.desk.explaining import explained, has_account
from moderation.services.desk.listing import Filters
from moderation.services.desk.queues import DeskQueue, Kind
from moderation.views import own_cases
from moderation.views.access import DeskRequest, check_section, moderators_only, redirect_target
from moderation.views.desk_context import preferences_of
from moderation.views.filters import FilterForm, filter_form
from moderation.views.queues import asked_queue
from moderation.views.queues import counted as all_counted
from staff.idle import in_background

NEIGHBOURS = 5
# The most ids that fit into an address.
CARDS_ON_A_PAGE = 200


@moderators_only
@require_safe
def queue_page(request: DeskRequest, slug: str = "needs-review") -> HttpResponse:
    """Show one queue, ordered and filtered as its address says.

    An open page requests more: the cases that it does not show yet, whatever was decided, deferred
    or added since.
    """
    shown = asked_queue(slug, request.user)
    form = filter_form(request)
    on_page = _numbers(request, "card")
    found = own_cases.cases(request, shown, form).exclude(comment__in=on_page)
    order, after = form.asked_order(shown.order), request.GET.get("after", "")
    page = sparing.page(found, order, preferences_of(request), after=after)
    context = {
        "queue": shown,
        "slug": slug,
        "form": form,
        "cards": cards.of_items(page.items, request.user),
        "start": _address(request, after=""),
        "more": _address(request) if len(on_page) + len(page.items) < CARDS_ON_A_PAGE else "",
        "next_page": _address(request, after=page.next) if page.next else "",
        "back": _address(request),
        "now": timezone.now(),
    }
    if request.htmx:
        return render(request, "desk/_cards.html", context)
    context |= _narrowed_to(form) | _progress(request, shown, form)
    last = _last_decision(request)
    several = last is not None and last.batch and len(selection.decisions_of(last.batch)) > 1
    context |= {"newest": listing.newest_id(), "last_decision": last, "several": several}
    context["for_others"] = own_cases.passed_over(request, shown, form)
    context["break_due"] = own_cases.is_break_due(request)
    return render(request, "desk/queue.html", context)


@moderators_only
@require_safe
def card_page(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one comment with its thread and its history."""
    return _page_of_comment(request, card_or_404(request, pk))


@moderators_only
@require_safe
def explanation(request: DeskRequest, pk: int) -> HttpResponse:
    """Show how the scores of a comment came about, which scores it anew: only on request."""
    card = card_or_404(request, pk)
    shown = {"explained": explained(card.comment, card.findings), "is_asked_for": True}
    if request.htmx:
        return render(request, "desk/_explained.html", shown)
    return _page_of_comment(request, card, **shown)


def _page_of_comment(request: DeskRequest, card: Card, **shown: Any) -> HttpResponse:
    context = {
        "card": card,
        "can_be_explained": has_account(card.findings),
        "thread": _thread(card.comment),
        "history": _decisions().filter(comment=card.comment),
        "back": redirect_target(request),
        "now": timezone.now(),
        **shown,
    }
    return render(request, "desk/card_page.html", context)


@moderators_only
@require_safe
def thread(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the neighbouring comments, in the place on the card that requested them."""
    comments = Comment.objects.select_related("article", "parent__author")
    comment = get_object_or_404(comments.prefetch_related("parent__findings"), pk=pk)
    check_section(request, comment)
    return render(request, "desk/_thread.html", {"thread": _thread(comment), "comment": comment})


@in_background
@moderators_only
@require_safe
def news(request: DeskRequest, slug: str) -> HttpResponse:
    """Show how many cases arrived since the page was opened, and the count of each queue."""
    queue = asked_queue(slug, request.user)
    form = filter_form(request)
    found = own_cases.cases(request, queue, form)
    found = found.exclude(comment__in=_numbers(request, "card"))
    since = row_ids.read(request.GET.get("since"))
    number = 0 if since is None else counting.count(found.filter(pk__gt=since))
    context = {
        "number": number,
        "back": redirect_target(request),
        "changes": _changes(request, queue),
        **_progress(request, queue, form),
    }
    return render(request, "desk/_news.html", context)


def _changes(request: DeskRequest, queue: DeskQueue) -> list[Card]:
    """Return the cards on the page that others claimed, decided, set aside or released in the
    meantime.
    """
    shown = _of_own_sections(request, _numbers(request, "card"))
    found = cards.in_other_hands(shown, request.user)
    if queue.kind != Kind.SNOOZED:
        found += cards.set_aside(shown, queue.base)
    told = row_ids.read_all(text.partition("-")[0] for text in request.GET.getlist("told"))
    given_up = set(told) - {card.comment.pk for card in found}
    return [*found, *(Card(comment, "") for comment in Comment.objects.filter(pk__in=given_up))]


def _numbers(request: DeskRequest, name: str) -> list[int]:
    """Return the ids that the address gives as `name`."""
    return row_ids.read_all(request.GET.getlist(name))[:CARDS_ON_A_PAGE]


def _of_own_sections(request: DeskRequest, ids: list[int]) -> list[int]:
    if sections_of(request.user) is None:
        return ids
    found = of_own_sections(Comment.objects.filter(pk__in=ids), request.user, "article__section")
    return list(found.values_list("pk", flat=True))


def card_or_404(request: DeskRequest, pk: int) -> Card:
    card = cards.of_comment(pk, request.user)
    if card is None:
        raise Http404
    check_section(request, card.comment)
    return card


def _narrowed_to(form: FilterForm) -> dict[str, Any]:
    """Return the article and the author of the filters, for the heading."""
    filters = form.filters()
    return {
        "article": filters.article and Article.objects.filter(pk=filters.article).first(),
        "author": filters.author and Author.objects.filter(pk=filters.author).first(),
    }


def _progress(request: DeskRequest, queue: DeskQueue, form: FilterForm) -> dict[str, Any]:
    """Return the queues with their counts, how many cases are left in this view, and how many the
    moderator decided today.
    """
    counted = all_counted(request.user)
    done = counting.done_today(request.user)
    if form.filters() == Filters():
        left = next(entry["count"] for entry in counted.queues if entry["queue"] == queue)
    else:
        found = own_cases.cases(request, queue, form)
        left = counting.left(found, queue.slug, form.filters(), request.user.pk, done)
    numbers = {"left": left, "done_today": done}
    return {"queues": counted.queues, "saved_views": counted.views, **numbers}


def _last_decision(request: DeskRequest) -> Decision | None:
    """Return the moderator's last decision, so that it can be undone without JavaScript."""
    own = Decision.objects.not_undone().filter(moderator=request.user)
    shown = own.select_related("comment__author", "clause")
    return shown.prefetch_related("comment__findings").first()


def _decisions() -> DecisionQuerySet:
    return Decision.objects.select_related(
        "comment__author", "comment__article", "clause", "moderator", "release", "undone_by"
    ).prefetch_related("comment__findings")


def _thread(comment: Comment) -> dict[str, Any]:
    """Return a comment's parent and its neighbours, earlier ones first."""
    others = Comment.objects.filter(article=comment.article_id).select_related("author")
    others = others.prefetch_related("findings")
    earlier = others.filter(posted_at__lt=comment.posted_at).order_by("-posted_at", "-pk")
    later = others.filter(posted_at__gt=comment.posted_at).order_by("posted_at", "pk")
    return {
        "parent": comment.parent,
        "before": list(earlier[:NEIGHBOURS])[::-1],
        "after": list(later[:NEIGHBOURS]),
    }


def _address(request: DeskRequest, **changed: str) -> str:
    """Return this page's address with `changed` parameters; an empty value removes one."""
    query = request.GET.copy()
    query.pop("card", None)
    for name, value in changed.items():
        query[name] = value
        if not value:
            del query[name]
    return f"{request.path}?{query.urlencode()}" if query else request.path
