"""Every e-mail, in every state that things can be in by the time it is sent."""

import pytest
from django.core import mail

from moderation.models import Notice
from tests.services.readers.standing.stories import Story, send_emails
from tests.services.readers.standing.words import emailed_stories

pytestmark = pytest.mark.django_db


@emailed_stories
def test_emails_tell_of_each_step_where_they_go_out_in_between(
    written_release, happens, at_once, at_the_end
):
    happens(Story(emails_are_sent=True))
    assert [email.subject for email in mail.outbox] == [f"Comity: {text}" for text in at_once]


@emailed_stories
def test_emails_tell_only_of_what_stands_when_they_go_out(
    written_release, happens, at_once, at_the_end
):
    happens(Story(emails_are_sent=False))
    send_emails()
    assert [email.subject for email in mail.outbox] == [f"Comity: {text}" for text in at_the_end]
    for email, heading in zip(mail.outbox, at_the_end, strict=True):
        assert email.body.startswith(f"{heading}.\n")
    assert not Notice.objects.unsent().exists()
