"""What moderators fill in, and how the address of a view of the queue is read."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from moderation.models import Clause, Decision
from moderation.services.cards import Card
from moderation.services.listing import Filters, Order

NOTE_LENGTH = Decision._meta.get_field("note").max_length
AGES = {
    "1h": (timedelta(hours=1), _("over an hour")),
    "1d": (timedelta(days=1), _("over a day")),
    "7d": (timedelta(days=7), _("over a week")),
}


class DecisionForm(forms.Form):
    """A decision about one comment, made from a card."""

    action = forms.ChoiceField(
        choices=[(action.value, action.label) for action in Decision.SETTLING]
    )
    clause = forms.ModelChoiceField(queryset=Clause.objects.none(), required=False)
    note = forms.CharField(max_length=NOTE_LENGTH, required=False)
    seen_as = forms.CharField(max_length=60)

    def __init__(self, *args: Any, card: Card, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast("forms.ModelChoiceField[Clause]", self.fields["clause"])
        choice.queryset = Clause.objects.filter(
            pk__in=[clause.pk for clause in card.clauses]
        ).select_related("version")
        self.card = card

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        removes = cleaned.get("action") == Decision.Action.REMOVE
        if removes and self.card.clauses and not cleaned.get("clause"):
            self.add_error("clause", _("Choose the clause that the comment breaks."))
        if not removes:
            cleaned["clause"] = None
        return cleaned


class FilterForm(forms.Form):
    """The filters and the order of a queue, as they stand in its address."""

    clause = forms.ChoiceField(required=False, label=_("Clause"))
    section = forms.ChoiceField(required=False, label=_("Section"))
    least = forms.IntegerField(required=False, min_value=0, max_value=100, label=_("From %"))
    most = forms.IntegerField(required=False, min_value=0, max_value=100, label=_("To %"))
    age = forms.ChoiceField(
        required=False,
        label=_("Waiting"),
        choices=[("", _("any time")), *((key, label) for key, (_age, label) in AGES.items())],
    )
    order = forms.ChoiceField(required=False, label=_("Order"), choices=Order.choices)
    article = forms.IntegerField(required=False, widget=forms.HiddenInput)
    author = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, clauses: Iterable[Clause] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("clause", ((clause.attribute, clause.quote) for clause in clauses))
        sections = Article.objects.exclude(section="").order_by("section").distinct()
        names = sections.values_list("section", flat=True)
        self._offer("section", ((name, name) for name in names))

    def _offer(self, field: str, choices: Iterable[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[field]).choices = [("", _("any")), *choices]

    def filters(self) -> Filters:
        """What is asked for; a part that cannot be read does not narrow."""
        self.is_valid()
        asked = self.cleaned_data
        age, _label = AGES.get(asked.get("age", ""), (None, ""))
        return Filters(
            attribute=asked.get("clause", ""),
            article=asked.get("article"),
            section=asked.get("section", ""),
            author=asked.get("author"),
            at_least=_share(asked.get("least")),
            at_most=_share(asked.get("most")),
            older_than=age,
        )

    def asked_order(self) -> Order:
        self.is_valid()
        return Order(self.cleaned_data.get("order") or Order.WORST)


def _share(percent: int | None) -> float | None:
    return None if percent is None else percent / 100
