import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import mail_setup
from articles.confirming import mail as confirmation_mail
from moderation.services.readers import leaving, legal_mail, mailing, news_mail


class Command(BaseCommand):
    help = (
        "Send what readers get by e-mail: links that confirm an address, why comments were held, "
        "removed or restored, replies, and the e-mails of the day. Exits with 1 if no mail server "
        "is set up. A demo site prints the e-mails instead."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=float, help="go on, and look again after so many seconds"
        )

    def handle(self, *, every: float | None, **_: Any) -> None:
        self._send()
        while every is not None:
            time.sleep(max(1.0, every))
            self._send()

    def _send(self) -> None:
        try:
            done = mailing.send_due()
        except mailing.MailNotSetUpError as missing:
            raise CommandError(str(missing)) from None
        done += legal_mail.send_due() + confirmation_mail.send_due()
        done += news_mail.send_due() + leaving.send_due()
        self.stdout.write(f"{'Printed' if mail_setup.is_printed() else 'Sent'}: {done}")
