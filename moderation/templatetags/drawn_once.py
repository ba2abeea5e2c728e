"""Parts of the desk's pages that are alike on many cards or pages: drawn once, and kept.

A key holds everything that its template reads: what is added there belongs here.
"""

from collections.abc import Hashable
from types import SimpleNamespace

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from articles.kept import Kept
from articles.row_ids import BIGGEST
from moderation.services.desk.cards import Card
from moderation.templatetags.desk_cards import addresses

register = template.Library()

# They stand where the numbers of a comment and of its article will be: no row has these.
COMMENT, ARTICLE = BIGGEST, BIGGEST - 1

_kept: Kept[str] = Kept(500)


@register.simple_tag(takes_context=True)
def actions(context: Context, card: Card) -> SafeString:
    """`desk/_card_more.html`, drawn once for all cards that differ in nothing but their numbers.

    Cards with something typed, or in somebody's hands, are drawn for themselves.
    """
    template_name = "desk/_card_more.html"
    item = card.item
    if context.get("form") or card.claimed_by or (item and item.assigned_to_id):
        return _drawn(context, template_name)
    depends = (card.comment.status, item and item.queue, card.for_a_senior)
    who = (context["user"].pk, bool(context.get("may_assign")))
    return _numbered(context, template_name, card, (*depends, *who))


@register.simple_tag(takes_context=True)
def decision(context: Context, card: Card) -> SafeString:
    """`desk/_card_decision.html`, drawn once for all cards that offer the same rules.

    A card on which something was typed is drawn for itself.
    """
    template_name = "desk/_card_decision.html"
    if context.get("form"):
        return _drawn(context, template_name)
    offered = tuple((choice.clause.pk, choice.clause.quote, choice.key) for choice in card.choices)
    return _once(context, template_name, card.for_a_senior, card.has_likely, offered)


@register.simple_tag(takes_context=True)
def keys(context: Context) -> SafeString:
    """`desk/_keys.html`, which is the same for everybody."""
    return _once(context, "desk/_keys.html")


@register.simple_tag(takes_context=True)
def notes(context: Context, card: Card) -> SafeString:
    """`desk/_notes.html`, which is drawn once for all cards without notes."""
    template_name = "desk/_notes.html"
    if card.notes:
        return _drawn(context, template_name, notes=card.notes)
    return _numbered(context, template_name, card, ())


@register.simple_tag(takes_context=True)
def filters(context: Context) -> SafeString:
    """`desk/_filters.html`, which is drawn once for all who have not filtered anything."""
    template_name, request = "desk/_filters.html", context["request"]
    if request.GET:
        return _drawn(context, template_name)
    return _once(context, template_name, request.path, context["form"].suggested)


def _once(context: Context, template_name: str, *depends: Hashable, **values: object) -> SafeString:
    """The template as it was drawn in this language before, where `depends` was the same."""
    key = (template_name, translation.get_language(), *depends)
    drawn = _kept.get(key, lambda: _drawn(context, template_name, **values))
    return mark_safe(drawn)  # noqa: S308


def _numbered(
    context: Context, template_name: str, card: Card, depends: tuple[object, ...]
) -> SafeString:
    """The template as drawn for a comment without a number, with the numbers of `card`."""
    comment = card.comment
    nobody = SimpleNamespace(pk=COMMENT, article_id=ARTICLE, status=comment.status)
    depends = (context.get("back"), *depends)
    drawn = _once(context, template_name, *depends, comment=nobody, at=addresses(COMMENT))
    numbered = drawn.replace(str(COMMENT), str(comment.pk))
    return mark_safe(numbered.replace(str(ARTICLE), str(comment.article_id)))  # noqa: S308


def _drawn(context: Context, template_name: str, **values: object) -> SafeString:
    with context.push(**values):
        drawn: SafeString = get_template(template_name).template.render(context)  # type: ignore[attr-defined]
    return drawn
