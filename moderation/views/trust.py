"""How an author's new comments are treated: set and lifted from the author's page."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles.models import Author
from moderation.models import Trust
from moderation.services.decisions import trusting
from moderation.services.decisions.trusting import TrustChangedError
from moderation.views.access import DeskRequest, moderators_only, redirect_target

CONFLICT = 409
ENTRIES_SHOWN = 10
# The page has another form about the author.
IDS = "trust_%s"


class TrustForm(forms.Form):
    """How the comments are treated, until the end of which day, and why."""

    level = forms.TypedChoiceField(
        choices=Trust.Level.choices,
        coerce=Trust.Level,
        widget=forms.RadioSelect,
        label=gettext_lazy("New comments"),
    )
    last_day = forms.DateField(
        required=False,
        label=gettext_lazy("Until the end of (empty: until it is changed)"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(
        required=False, max_length=500, label=gettext_lazy("Why (for moderators)")
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean_last_day(self) -> datetime | None:
        """The end of the day in the site's time zone."""
        day = self.cleaned_data["last_day"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose today or a later one."))
        return timezone.make_aware(datetime.combine(day, time.max))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        level = cleaned.get("level", Trust.Level.ORDINARY)
        if level != Trust.Level.ORDINARY and not cleaned.get("reason"):
            self.add_error("reason", _("Say why: your colleagues read this."))
        return cleaned


def form_of(author: Author) -> TrustForm:
    """The form as it is in force now."""
    entry = trusting.entry_in_force(author)
    last_day = timezone.localtime(entry.until).date() if entry and entry.until else None
    initial = {
        "level": entry.level if entry else Trust.Level.ORDINARY,
        "last_day": last_day.isoformat() if last_day else "",
        "reason": entry.reason if entry else "",
        "seen": trusting.newest_id(author),
    }
    return TrustForm(initial=initial, auto_id=IDS)


@moderators_only
@require_http_methods(["GET", "POST"])
def trust(request: DeskRequest, pk: int) -> HttpResponse:
    """Show and set how the comments of an author are treated."""
    author = get_object_or_404(Author, pk=pk)
    if request.method != "POST":
        return _page(request, author, form_of(author))
    form = TrustForm(request.POST, auto_id=IDS)
    if not form.is_valid():
        return _page(request, author, form, status=422)
    asked = form.cleaned_data
    try:
        entry = trusting.set_trust(
            author=author,
            level=asked["level"],
            moderator=request.user,
            seen=asked["seen"],
            reason=asked["reason"],
            until=asked["last_day"],
        )
    except TrustChangedError as changed:
        form.add_error(None, _meanwhile(changed.entry))
        form.data = request.POST.copy()
        form.data["seen"] = str(changed.entry.pk if changed.entry else 0)
        return _page(request, author, form, status=CONFLICT)
    messages.success(request, SAID[Trust.Level(entry.level)] % {"name": author.name})
    return redirect(redirect_target(request))


def _meanwhile(entry: Trust | None) -> str:
    if entry is None:
        return _("This was changed meanwhile. Look again, and save again to replace it.")
    name = entry.set_by.get_username() if entry.set_by else "–"
    return _(
        "%(name)s set this to “%(level)s” meanwhile. Nothing was saved; save again to replace it."
    ) % {"name": name, "level": entry.get_level_display()}


def shown(author: Author, form: TrustForm | None = None) -> dict[str, Any]:
    """What the part of a page about an author's trust shows."""
    entries = Trust.objects.filter(author=author).select_related("set_by")
    return {
        "form": form or form_of(author),
        "entry": trusting.entry_in_force(author),
        "entries": entries[:ENTRIES_SHOWN],
    }


def _page(request: DeskRequest, author: Author, form: TrustForm, status: int = 200) -> HttpResponse:
    context = {
        "author": author,
        "trust": shown(author, form),
        "back": redirect_target(request),
    }
    return render(request, "desk/trust.html", context, status=status)


SAID = {
    Trust.Level.ORDINARY: gettext_lazy("Comments by %(name)s are treated as any other's."),
    Trust.Level.TRUSTED: gettext_lazy("%(name)s is trusted."),
    Trust.Level.HELD: gettext_lazy("All new comments by %(name)s wait for review."),
}
