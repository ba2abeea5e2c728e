"""Numbers of cases, as the desk writes them."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from moderation.services.desk.counting import COUNTED_UP_TO

register = template.Library()


@register.filter
def counted(number: int) -> str:
    """The number with its digits grouped; "10,000+" for one that was not counted to the end."""
    shown = number_format(min(number, COUNTED_UP_TO), use_l10n=True, force_grouping=True)
    return f"{shown}+" if number > COUNTED_UP_TO else shown


@register.filter
def percentage(number: int) -> str:
    """A whole number of percents, such as a threshold or the end of a range."""
    return _("%(percent)d%%") % {"percent": number}
