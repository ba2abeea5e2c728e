from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from moderation.templatetags.ages import ago


def test_an_age_is_told_in_one_unit_in_every_language():
    told = {
        timedelta(seconds=59): ("just now", "gerade eben"),
        timedelta(minutes=1, seconds=59): ("1 minute ago", "vor 1 Minute"),
        timedelta(hours=2, minutes=59): ("2 hours ago", "vor 2 Stunden"),
        timedelta(days=1, hours=5): ("1 day ago", "vor 1 Tag"),
        timedelta(days=6): ("6 days ago", "vor 6 Tagen"),
        timedelta(days=8): ("1 week ago", "vor 1 Woche"),
    }
    for age, texts in told.items():
        for language, text in zip(("en", "de"), texts, strict=True):
            with override(language):
                assert ago(timezone.now() - age) == text


def test_what_is_long_ago_has_a_date():
    moment = timezone.now() - timedelta(weeks=9)
    assert ago(moment) == date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")
