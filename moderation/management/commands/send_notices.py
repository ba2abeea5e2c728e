from typing import Any

from django.core.management.base import BaseCommand

from moderation.services.readers import mailing


class Command(BaseCommand):
    help = "Send the e-mails that authors are due: why a comment was held, removed or restored."

    def handle(self, **_: Any) -> None:
        self.stdout.write(f"Sent: {mailing.send_due()}")
