"""The page of appeals."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.forms import ReadableField
from moderation.models import Appeal, ReviewItem
from moderation.permissions import sections_of
from moderation.services.decisions import appeal_settlement, appeals
from moderation.services.decisions.appeal_settlement import NotIndependentError
from moderation.services.decisions.appeals import AppealRefused
from moderation.services.decisions.authority import NotAllowedError
from moderation.views.access import DeskRequest, moderators_only

APPEALS_PER_PAGE = 20


class AnswerForm(forms.Form):
    uphold = forms.TypedChoiceField(
        choices=[("yes", "Uphold"), ("no", "Reject")], coerce=lambda given: given == "yes"
    )
    answer = ReadableField(max_length=1000, required=False)


@moderators_only
@require_safe
def appeal_list(request: DeskRequest) -> HttpResponse:
    """List open appeals, oldest first, marking those that this moderator may not decide."""
    waiting = Appeal.objects.open().select_related(
        "notice__author",
        "notice__comment__article",
        "notice__comment__author",
        "notice__clause",
        "notice__block",
        "notice__decision__text_change",
    )
    if (limits := sections_of(request.user)) is not None:
        waiting = waiting.filter(
            Q(notice__comment__isnull=True) | Q(notice__comment__article__section__in=limits)
        )
    page = Paginator(waiting, APPEALS_PER_PAGE).get_page(request.GET.get("page"))
    own = waiting.filter(appeal_settlement.against(request.user)).values_list("pk", flat=True)
    context = {"queue": ReviewItem.Queue.APPEALS, "page": page, "own": set(own)}
    return render(request, "desk/appeals.html", context)


@moderators_only
@require_POST
def decide(request: DeskRequest, pk: int) -> HttpResponse:
    appeal = get_object_or_404(Appeal, pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Uphold or reject, with an answer of at most 1,000 characters."))
        return redirect("desk:appeals")
    try:
        decided = appeals.decide(appeal=appeal, moderator=request.user, **form.cleaned_data)
    except (NotAllowedError, NotIndependentError, AppealRefused) as refused:
        messages.error(request, str(refused))
    else:
        upheld = decided.status == Appeal.Status.UPHELD
        messages.success(
            request,
            _("Appeal upheld; the author was told.")
            if upheld
            else _("Appeal rejected; the author was told."),
        )
    return redirect("desk:appeals")
