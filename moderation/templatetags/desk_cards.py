"""The parts of a card that would take many small template nodes each, times eight on every page."""

from collections.abc import Iterable

from django import template
from django.forms import BoundField
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from moderation.services.desk.clause_choices import Choice

register = template.Library()

CHECKED = mark_safe(" checked")

# What can be done with a comment: the last part of each address
DONE_WITH = ("decide", "claim", "release", "defer", "escalate", "author", "thread", "redact")
RADIO = (
    '<label class="clause"><input type="radio" name="clause" value="{}"{}{}>'
    '{}<span title="{}">{}</span></label>'
)


@register.simple_tag
def addresses(pk: int) -> dict[str, SafeString]:
    """The addresses of a comment at the desk, by the names of their views, and its `number`.

    All are plain ASCII: a card prints them a dozen times, and need not escape or localize them.
    """
    here = reverse("desk:card", args=[pk])
    found = {"number": str(pk), "card": here} | {name: f"{here}{name}/" for name in DONE_WITH}
    return {name: mark_safe(text) for name, text in found.items()}  # noqa: S308


@register.simple_tag
def clause_radios(
    choices: Iterable[Choice], asked: BoundField | str | None, chosen: bool
) -> SafeString:
    """A radio button for each choice. Checked is the one asked for, or the first if `chosen`."""
    wanted = str(asked.value() or "") if isinstance(asked, BoundField) else ""
    return format_html_join(
        "\n", RADIO, (_radio(*each, wanted, chosen) for each in enumerate(choices))
    )


def _radio(place: int, choice: Choice, wanted: str, chosen: bool) -> tuple[object, ...]:
    is_checked = str(choice.clause.pk) == wanted if wanted else chosen and place == 0
    key, shown = ("", "")
    if choice.key:
        key = format_html(' data-key="{}"', choice.key)
        shown = format_html('<kbd aria-hidden="true">{}</kbd>', choice.key)
    quote = choice.clause.quote
    return choice.clause.pk, CHECKED if is_checked else "", key, shown, quote, quote
