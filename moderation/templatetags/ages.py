"""How long ago something was, in one unit.

Django's `naturaltime` counts in two, and says “1 Tage” in German.
"""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

WEEKS_TOLD = 8


@register.filter
def ago(moment: datetime) -> str:
    """Say how long ago `moment` was; its date, if that is more than eight weeks."""
    minutes = (timezone.now() - moment) // timedelta(minutes=1)
    hours, days, weeks = minutes // 60, minutes // (24 * 60), minutes // (7 * 24 * 60)
    if minutes < 1:
        return _("just now")
    if hours < 1:
        text = ngettext("%(number)d minute ago", "%(number)d minutes ago", minutes)
        return text % {"number": minutes}
    if days < 1:
        return ngettext("%(number)d hour ago", "%(number)d hours ago", hours) % {"number": hours}
    if weeks < 1:
        return ngettext("%(number)d day ago", "%(number)d days ago", days) % {"number": days}
    if weeks <= WEEKS_TOLD:
        return ngettext("%(number)d week ago", "%(number)d weeks ago", weeks) % {"number": weeks}
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")
