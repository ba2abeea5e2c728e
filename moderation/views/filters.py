"""The filters of the desk's pages, as given in their addresses."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import User
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.models import Comment
from articles.row_ids import RowIdField
from moderation.models import Decision, SavedView
from moderation.models.decision import DecisionQuerySet
from moderation.permissions import moderators
from moderation.services.desk import clauses_in_force, language_names
from moderation.services.desk.listing import Filters, Order
from moderation.services.desk.sections import sections

AGES = {
    "1h": (timedelta(hours=1), _("over an hour")),
    "1d": (timedelta(days=1), _("over a day")),
    "7d": (timedelta(days=7), _("over a week")),
}


def _day(label: Any) -> forms.DateField:
    """A day that every database can store."""
    return forms.DateField(
        required=False,
        label=label,
        validators=[MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2199, 12, 31))],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class FilterForm(forms.Form):
    """The filters and the order of a queue, from its address."""

    clause = forms.CharField(required=False, label=_("Rule"))
    section = forms.CharField(required=False, label=_("Section"))
    language = forms.CharField(required=False, max_length=20, label=_("Language"))
    least = forms.IntegerField(
        required=False, min_value=0, max_value=100, label=_("Score from (%)")
    )
    most = forms.IntegerField(required=False, min_value=0, max_value=100, label=_("Score to (%)"))
    age = forms.ChoiceField(
        required=False,
        label=_("Waiting"),
        choices=[("", _("any time")), *((key, label) for key, (_age, label) in AGES.items())],
    )
    reported = forms.ChoiceField(
        required=False,
        label=_("Reported"),
        choices=[("", _("or not")), ("yes", _("by readers"))],
    )
    assigned = forms.ChoiceField(
        required=False,
        label=_("Assigned"),
        choices=[("", _("to me or to nobody")), ("anybody", _("to anybody"))],
    )
    order = forms.ChoiceField(
        required=False,
        label=_("Order"),
        choices=[(value, label) for value, label in Order.choices if value != Order.DUE],
    )
    article = RowIdField()
    author = RowIdField()

    @cached_property
    def suggested(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The rules and the sections to filter by."""
        return tuple(_quotes()), tuple(sections())

    def offered(self) -> list[tuple[forms.BoundField, list[tuple[str, Any]]]]:
        """Return the fields that accept any text, each with suggestions."""
        quotes, of_articles = self.suggested
        return [
            (self["clause"], _choices(quotes)),
            (self["section"], _choices(of_articles)),
            (self["language"], [("", _("any")), *language_names.choices()]),
        ]

    def filters(self) -> Filters:
        """Return the filters; invalid parts do not filter."""
        self.is_valid()
        asked = self.cleaned_data
        age, _label = AGES.get(asked.get("age", ""), (None, ""))
        return Filters(
            clause=asked.get("clause", ""),
            article=asked.get("article"),
            section=asked.get("section", ""),
            language=asked.get("language", ""),
            author=asked.get("author"),
            at_least=_share(asked.get("least")),
            at_most=_share(asked.get("most")),
            older_than=age,
            reported=asked.get("reported") == "yes",
            assigned_to_anybody=asked.get("assigned") == "anybody",
        )

    def kept(self, *, ranged: bool = True) -> str:
        """Return the filters and the order as a query string, for links to other pages."""
        left_out = () if ranged else ("least", "most")
        asked = {name: self.data.get(name) for name in self.fields if name not in left_out}
        return urlencode({name: value for name, value in asked.items() if value})

    def asked_order(self, default: Order = Order.WORST) -> Order:
        self.is_valid()
        return Order(self.cleaned_data.get("order") or default)


class SearchForm(forms.Form):
    """A search among all comments."""

    q = forms.CharField(required=False, max_length=200, label=_("Words"))
    by = forms.CharField(required=False, max_length=200, label=_("Author"))
    since = _day(_("First day"))
    until = _day(_("Last day"))
    status = forms.ChoiceField(
        required=False, label=_("Status"), choices=[("", _("any")), *Comment.Status.choices]
    )
    clause = forms.ChoiceField(required=False, label=_("Rule"))
    author = RowIdField()
    after = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, quotes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["clause"]).choices = _choices(quotes)

    def is_asked(self) -> bool:
        """Whether anything is looked for; False if a field is invalid."""
        names = ("q", "by", "since", "until", "status", "clause", "author")
        return self.is_valid() and any(self.cleaned_data.get(name) for name in names)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return cleaned


class LogForm(forms.Form):
    """The filters of the log of decisions."""

    action = forms.ChoiceField(
        required=False, label=_("Decision"), choices=[("", _("any")), *Decision.Action.choices]
    )
    by = forms.ChoiceField(required=False, label=_("By"))
    clause = forms.ChoiceField(required=False, label=_("Rule"))
    author = RowIdField()
    article = RowIdField()
    batch = forms.UUIDField(required=False, widget=forms.HiddenInput)
    before = RowIdField()

    def __init__(
        self, *args: Any, moderators: Iterable[User], quotes: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["clause"]).choices = _choices(quotes)
        cast(forms.ChoiceField, self.fields["by"]).choices = [
            ("", _("anybody")),
            ("classifier", _("the classifier")),
            *((str(moderator.pk), moderator.get_username()) for moderator in moderators),
        ]

    def narrowed(self) -> DecisionQuerySet:
        """Return the decisions that match the filters."""
        self.is_valid()
        asked = self.cleaned_data
        found = Decision.objects.all()
        if asked.get("by") == "classifier":
            found = found.filter(moderator__isnull=True)
        elif asked.get("by"):
            found = found.filter(moderator=asked["by"])
        named = {
            "action": asked.get("action"),
            "clause__quote": asked.get("clause"),
            "comment__author": asked.get("author"),
            "comment__article": asked.get("article"),
            "batch": asked.get("batch"),
            "pk__lt": asked.get("before"),
        }
        return found.filter(**{name: value for name, value in named.items() if value})


SavedViewForm = forms.modelform_factory(SavedView, fields=["name"])


def filter_form(request: HttpRequest) -> FilterForm:
    """Return the filters of a queue from a request's address."""
    return FilterForm(request.GET)


def search_form(request: HttpRequest) -> SearchForm:
    """Return what a request's address looks for."""
    return SearchForm(request.GET, quotes=_quotes(), label_suffix="")


def log_form(request: HttpRequest) -> LogForm:
    """Return the filters of the log from a request's address."""
    return LogForm(request.GET, moderators=moderators(), quotes=_quotes(), label_suffix="")


def _quotes() -> list[str]:
    """Return the words of the clauses of the site's policy."""
    return list(dict.fromkeys(clause.quote for clause in clauses_in_force.of_site()))


def _choices(texts: Iterable[str]) -> list[tuple[str, Any]]:
    return [("", _("any")), *((text, text) for text in texts)]


def _share(percent: int | None) -> float | None:
    return None if percent is None else percent / 100
