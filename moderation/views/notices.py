"""Statements of reasons, read by secret link, and appeals against them."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles.forms import ReadableField
from articles.secret_pages import secret_address
from moderation.models import Appeal, Notice
from moderation.services.decisions import appeals
from moderation.services.decisions.appeals import AppealRefused
from moderation.services.readers import appealing, notice_texts, standing


class AppealForm(forms.Form):
    text = ReadableField(
        label=gettext_lazy("Why should we reconsider?"),
        max_length=Appeal.MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Please say why before you send the appeal.")},
    )


@require_safe
@secret_address
def notice(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, _told(token), AppealForm())


@require_POST
@secret_address
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    against = _told(token)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _page(request, against, form, status=400)
    try:
        appeals.lodge(notice=against, text=form.cleaned_data["text"])
    except AppealRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, against, form, status=409)
    messages.success(
        request,
        _("Your appeal is filed. A moderator who had no part in the decision will answer it."),
    )
    return redirect(against)


def _told(token: str) -> Notice:
    return get_object_or_404(Notice.objects.select_related(*standing.RELATED), token=token)


def written(told: Notice) -> str:
    """What the author wrote: the original of words that were removed, else the present text."""
    if told.comment is None:
        return ""
    change = told.kind == Notice.Kind.REDACTED and getattr(told.decision, "text_change", None)
    return change.original if change else told.comment.text


def was_reported_illegal(told: Notice) -> bool:
    """Whether a reader had reported the comment as illegal when it was decided about."""
    if told.comment is None or told.kind not in (Notice.Kind.REMOVED, Notice.Kind.REDACTED):
        return False
    return told.comment.legal_reports.filter(reported_at__lte=told.created_at).exists()


def _page(request: HttpRequest, told: Notice, form: AppealForm, status: int = 200) -> HttpResponse:
    """Show the statement and its present state.  A refused appeal keeps its text."""
    newer = standing.newer(told)
    context = {
        "notice": told,
        "standing": standing.of(told),
        "notice_text": notice_texts.of(told),
        "written": written(told),
        "was_reported_illegal": was_reported_illegal(told),
        "changed": standing.was_changed_since(told),
        "newer": newer,
        "told_heading": standing.heading(told.kind),
        "newer_heading": standing.of(newer).heading if newer else "",
        "form": form,
        "appeal": getattr(told, "appeal", None),
        "appealable": form.is_bound or not appealing.refusal(told),
    }
    return render(request, "discussion/notice.html", context, status=status)
