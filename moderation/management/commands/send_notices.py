from typing import Any

from django.core.management.base import CommandError

from moderation.management.site_command import SiteCommand
from moderation.services.readers import mailing


class Command(SiteCommand):
    help = (
        "Send the e-mails that authors are due: why a comment was held, removed or restored. "
        "Without a mail server nothing is sent, and the exit code is 1. A demo site prints them."
    )

    def handle(self, **_: Any) -> None:
        try:
            done = mailing.send_due()
        except mailing.MailNotSetUpError as missing:
            raise CommandError(str(missing)) from None
        self.stdout.write(f"{'Printed' if mailing.is_printed() else 'Sent'}: {done}")
