"""Readers report a comment as illegal, follow the report by a secret link, contest the answer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import impostors
from articles.forms import ReadableField
from articles.identity import author_of
from articles.models import Comment
from articles.secret_pages import secret_address
from moderation.models import LegalReport
from moderation.services.decisions import legal_reports
from moderation.services.decisions.legal_reports import LegalReportRefused
from moderation.services.readers import origins


class LegalReportForm(forms.Form):
    """What Article 16 of the Digital Services Act asks of a report."""

    explanation = ReadableField(
        max_length=LegalReport.LENGTH,
        label=gettext_lazy("Which law does it break, or why is it illegal?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Please say why the comment is illegal.")},
    )
    name = ReadableField(
        required=False,
        max_length=200,
        label=gettext_lazy("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        required=False,
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy(
            "For the receipt and the decision. The author is not told who reported."
        ),
    )
    about_abuse = forms.BooleanField(
        required=False,
        label=gettext_lazy(
            "It is about the sexual abuse of children: name and e-mail address may be left out."
        ),
    )
    good_faith = forms.BooleanField(
        label=gettext_lazy(
            "I believe in good faith that what I state here is accurate and complete."
        ),
        error_messages={"required": gettext_lazy("Please confirm this to send the report.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("about_abuse"):
            for field, missing in NEEDED.items():
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, missing)
        return cleaned


NEEDED = {
    "name": gettext_lazy("Please give your name. The law asks for it."),
    "email": gettext_lazy("Please give your e-mail address. The law asks for it."),
}


class ContestForm(forms.Form):
    objection = ReadableField(
        max_length=LegalReport.LENGTH,
        label=gettext_lazy("Why should we reconsider?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Please say why before you contest it.")},
    )


@require_http_methods(["GET", "POST"])
def report_illegal(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a report, which leads to the report's own page: the receipt."""
    published = Comment.objects.published().select_related("article", "author")
    comment = get_object_or_404(published, pk=pk)
    impostors.mark([comment])
    form = LegalReportForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            made, is_new = _take(request, comment, form)
        except LegalReportRefused as refused:
            form.add_error(None, str(refused))
        else:
            if is_new:
                return redirect(made)
            messages.info(request, _("You have reported this comment as illegal before."))
            return redirect(comment)
    context = {"comment": comment, "form": form}
    status = 400 if form.errors else 200
    return render(request, "discussion/legal_report_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@secret_address
def legal_report(request: HttpRequest, token: str) -> HttpResponse:
    """The state of a report, for whoever has its address."""
    related = ("comment__article", "decision__clause", "review__clause")
    found = get_object_or_404(LegalReport.objects.select_related(*related), token=token)
    form = ContestForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            legal_reports.contest(report=found, objection=form.cleaned_data["objection"])
        except LegalReportRefused as refused:
            messages.error(request, str(refused))
        return redirect(found)
    context = {"report": found, "form": form}
    status = 400 if form.errors else 200
    return render(request, "discussion/legal_report.html", context, status=status)


def _take(
    request: HttpRequest, comment: Comment, form: LegalReportForm
) -> tuple[LegalReport, bool]:
    author = author_of(request)
    return legal_reports.file(
        comment=comment,
        reporter=f"author:{author.pk}" if author else origins.address_key(request),
        network=origins.network_key(request),
        author=author,
        explanation=form.cleaned_data["explanation"],
        name=form.cleaned_data["name"],
        email=form.cleaned_data["email"],
    )
