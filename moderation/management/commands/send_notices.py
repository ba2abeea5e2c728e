from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import mail_setup
from articles.confirming import mail as confirmation_mail
from moderation.services.readers import legal_mail, mailing


class Command(BaseCommand):
    help = (
        "Send the e-mails that tell authors why their comments were held, removed or restored. "
        "Exits with 1 if no mail server is set up. A demo site prints the e-mails instead."
    )

    def handle(self, **_: Any) -> None:
        try:
            done = mailing.send_due() + legal_mail.send_due() + confirmation_mail.send_due()
        except mailing.MailNotSetUpError as missing:
            raise CommandError(str(missing)) from None
        self.stdout.write(f"{'Printed' if mail_setup.is_printed() else 'Sent'}: {done}")
