"""The forms with which moderators decide about comments and authors."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import row_ids
from articles.models import Comment
from moderation.models import Clause, Decision, PolicyVersion, Reach
from moderation.services.decisions.citing import NotInForceError
from moderation.services.decisions.sanctions import Measure
from moderation.services.desk import clauses_in_force
from moderation.services.desk.cards import Card
from moderation.services.desk.selection import AT_MOST

NOTE_LENGTH = Decision._meta.get_field("note").max_length


class DecisionForm(forms.Form):
    """A decision about one comment, made from its card."""

    action = forms.TypedChoiceField(
        choices=[(action.value, action.label) for action in Decision.PLAIN],
        coerce=Decision.Action,
        error_messages={"required": _("Nothing was decided. Choose Approve or Remove.")},
    )
    clause = forms.IntegerField(required=False)
    note = forms.CharField(max_length=NOTE_LENGTH, required=False)
    version_token = forms.CharField(max_length=60)

    def __init__(self, *args: Any, comment: Comment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.comment = comment

    def clean(self) -> dict[str, Any]:
        """Find the clause of a removal; other decisions cite none."""
        cleaned = super().clean() or self.cleaned_data
        asked, cleaned["clause"] = cleaned.get("clause"), None
        if cleaned.get("action") == Decision.Action.REMOVE:
            clauses = {clause.pk: clause for clause in clauses_in_force.of_comment(self.comment)}
            cleaned["clause"] = clauses.get(asked or 0)
            if not cleaned["clause"] and (clauses or asked):
                self.add_error("clause", self._why_not(asked))
        return cleaned

    def _why_not(self, asked: int | None) -> str:
        clause = _clause(asked)
        if clause is None:
            return gettext("Choose the rule that the comment breaks.")
        return str(
            NotInForceError(clause, PolicyVersion.objects.current_version(self.comment.article))
        )


def _clause(pk: int | None) -> Clause | None:
    if pk is None or not 0 < pk <= row_ids.BIGGEST:
        return None
    return Clause.objects.select_related("version").filter(pk=pk).first()


class ReleaseForm(forms.Form):
    """The claim that a page releases when it is left, identified by when it would have ended."""

    until = forms.DateTimeField()


class BulkForm(forms.Form):
    """A decision about every ticked case, each with its version token."""

    action = forms.TypedChoiceField(
        choices=[(action.value, action.label) for action in Decision.PLAIN],
        coerce=Decision.Action,
    )
    clause = forms.ModelChoiceField(
        queryset=Clause.objects.select_related("version"),
        required=False,
        error_messages={
            "invalid_choice": _("There is no such rule any more. Choose one that is in force.")
        },
    )
    note = forms.CharField(max_length=NOTE_LENGTH, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.ticked():
            raise forms.ValidationError(_("Select at least one comment."))
        return cleaned

    def ticked(self) -> dict[int, str]:
        """Return the version token of each ticked comment, by its id."""
        ids = row_ids.read_all(cast(QueryDict, self.data).getlist("pick"))[:AT_MOST]
        return {pk: self.data.get(f"seen-{pk}", "") for pk in ids}


class SanctionForm(forms.Form):
    """A sanction against an author, and the comments that are removed with it."""

    measure = forms.ChoiceField(
        choices=Measure.choices,
        initial=Measure.NONE,
        widget=forms.RadioSelect,
        label=_("Sanction"),
    )
    clause = forms.ModelChoiceField(
        queryset=Clause.objects.none(),
        required=False,
        empty_label=_("each for the rule it breaks"),
        label=_("Remove for"),
    )
    reason = forms.CharField(
        max_length=500,
        required=False,
        label=_("What the author is told"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reach = forms.TypedMultipleChoiceField(
        choices=Reach.choices,
        coerce=Reach,
        required=False,
        label=_("Also block"),
        widget=forms.CheckboxSelectMultiple,
    )
    remove = forms.TypedMultipleChoiceField(coerce=int, required=False, label=_("Remove"))
    version_token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, card: Card, others: Sequence[Card], **kwargs: Any) -> None:
        quote = card.preselected.quote if card.preselected else ""
        told = _("Your comment breaks our rule on %(quote)s.") % {"quote": f"“{quote}”"}
        super().__init__(*args, **kwargs)
        self.initial = {"version_token": card.version_token, "reason": told if quote else ""}
        self.tokens = {shown.comment.pk: shown.version_token for shown in (card, *others)}
        choice = cast(forms.TypedMultipleChoiceField, self.fields["remove"])
        choice.choices = [(pk, str(pk)) for pk in self.tokens]
        rules = {clause.pk for shown in (card, *others) for clause in shown.clauses}
        named = cast("forms.ModelChoiceField[Clause]", self.fields["clause"])
        named.queryset = Clause.objects.filter(pk__in=rules)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        measure = cleaned.get("measure", Measure.NONE)
        if measure != Measure.NONE and not cleaned.get("reason"):
            self.add_error("reason", _("Say why: the author is told this."))
        if measure == Measure.NONE and not cleaned.get("remove"):
            raise forms.ValidationError(_("Choose a sanction, or select comments to remove."))
        return cleaned

    def removals(self) -> dict[int, str]:
        """Return the version tokens of the ticked comments from the preview, by their ids."""
        return {
            pk: self.data.get(f"seen-{pk}", self.tokens[pk]) for pk in self.cleaned_data["remove"]
        }
