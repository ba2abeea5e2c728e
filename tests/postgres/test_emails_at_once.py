"""What becomes of an e-mail that two runs want to send at one moment."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from moderation.models import Notice
from moderation.services.judging import scoring
from moderation.services.readers import mailing
from tests.factories import make_author, make_comment, make_policy_version

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("settled", ["emailed_at", "passed_over_at"])
def test_a_run_that_waits_for_another_s_claim_does_not_send_the_same_email(
    written_release, settled
):
    make_policy_version()
    scoring.score([make_comment("[personal_attack 0.9]", author=make_author(email="a@b.example"))])
    Notice.objects.update(created_at=timezone.now() - timedelta(hours=1))
    sent = []

    def run():
        try:
            sent.append(mailing.send_due())
        finally:
            connection.close()

    thread = Thread(target=run)
    with transaction.atomic():
        Notice.objects.update(**{settled: timezone.now()})
        thread.start()
        thread.join(timeout=1)  # until it waits for the row above
        assert thread.is_alive()
    thread.join(timeout=20)
    assert sent == [0]
    assert mail.outbox == []
