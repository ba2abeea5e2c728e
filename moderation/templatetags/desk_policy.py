"""The text of a policy in the editor."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from moderation.models import Verdict
from moderation.services.policy.annotating import Piece
from moderation.services.policy.verbs import VERBS, percent

register = template.Library()

# How many ways there are to mark a clause, in static/css/policy.css
LOOKS = 6


register.filter("threshold", percent)


@register.filter
def verb(verdict: Verdict) -> str:
    """What is done with a comment: "send to review"."""
    return str(VERBS[verdict])


@register.simple_tag
def annotated_piece(piece: Piece) -> SafeString:
    """Return a piece of the text, escaped, with links to the clauses that quote it."""
    if piece.clauses:
        numbers = format_html_join(
            "", '<a href="#clause-{0}">{0}</a>', ((place + 1,) for place in piece.clauses)
        )
        look = piece.clauses[0] % LOOKS
        marked = '<mark class="look-{}">{}<sup>{}</sup></mark>'
        return format_html(marked, look, piece.text, numbers)
    if piece.is_unread:
        return format_html('<span class="unread">{}</span>', piece.text)
    return format_html("{}", piece.text)
