"""Readers report a comment and name the clause that it breaks."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles import impostors
from articles.embed.fragments import fragment, outcome, show
from articles.forms import ReadableField
from articles.identity import author_of
from articles.models import Article, Comment
from moderation.models import Clause, PolicyVersion, Report
from moderation.services.decisions import reporting
from moderation.services.decisions.reporting import ReportRefused
from moderation.services.readers import origins


class RuleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The rules of a policy in the reader's words."""

    def label_from_instance(self, clause: Clause) -> str:
        return clause.quote_for_reader


class ReportForm(forms.Form):
    note = ReadableField(
        required=False,
        max_length=Report.NOTE_LENGTH,
        label=_("What else should the moderator know? (optional)"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, article: Article) -> None:
        super().__init__(data, label_suffix="")
        version = PolicyVersion.objects.current_version(article)
        self.fields["clause"] = RuleField(
            queryset=_distinct(version) if version else Clause.objects.none(),
            required=False,
            blank=True,
            empty_label=_("Something else"),
            widget=forms.RadioSelect,
            label=_("Which rule does it break?"),
        )
        self.order_fields(["clause", "note"])


def _distinct(version: PolicyVersion) -> QuerySet[Clause]:
    """Return the clauses with distinct words: clauses with different attributes may share them."""
    first = version.clauses.order_by().values("quote").annotate(first=Min("pk")).values("first")
    return version.clauses.filter(pk__in=first)


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _published(pk)
    impostors.mark([comment])
    form = _form(request, comment)
    if thanks := _taken(request, comment, form):
        messages.success(request, thanks)
        return redirect(comment)
    context = {"comment": comment, "form": form}
    return render(request, "discussion/report.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@fragment
def report_in_embed(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _published(pk)
    form = _form(request, comment)
    form.auto_id = f"report-{pk}-%s"
    if thanks := _taken(request, comment, form):
        return outcome(request, thanks)
    context = {"comment": comment, "form": form}
    return show(request, "report", context, status=400 if form.errors else 200)


def _published(pk: int) -> Comment:
    published = Comment.objects.published().select_related("article", "author")
    return get_object_or_404(published, pk=pk)


def _form(request: HttpRequest, comment: Comment) -> ReportForm:
    return ReportForm(request.POST if request.method == "POST" else None, article=comment.article)


THANKS = _("Thank you. A moderator will read the comment.")
KNOWN = _("You have reported this comment before; a moderator will read it.")


def _taken(request: HttpRequest, comment: Comment, form: ReportForm) -> str:
    """The thanks for a report that is stored; empty if there is none yet, or `form` says why."""
    if not form.is_valid():
        return ""
    try:
        return str(THANKS if _take(request, comment, form) else KNOWN)
    except ReportRefused as refused:
        form.add_error(None, str(refused))
        return ""


def _take(request: HttpRequest, comment: Comment, form: ReportForm) -> bool:
    author = author_of(request)
    return reporting.report(
        comment=comment,
        reporter=f"author:{author.pk}" if author else origins.address_key(request),
        network=origins.network_key(request),
        author=author,
        clause=form.cleaned_data["clause"],
        note=form.cleaned_data["note"],
    )
