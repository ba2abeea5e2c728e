from typing import Any

from django.core.management.base import BaseCommand, CommandError

from moderation.services.clients.webhooks.sending import NotSent
from moderation.services.connections import akismet
from moderation.services.connections.akismet import client, teaching


class Command(BaseCommand):
    help = "Say whether Akismet accepts the key; if it does, go on telling it of decisions."

    def handle(self, **_: Any) -> None:
        if not akismet.is_on():
            raise CommandError("There is no key. Set AKISMET_KEY.")
        try:
            refusal = client.refusal_of_key()
        except NotSent as error:
            raise CommandError(f"Akismet cannot be asked: {error}") from None
        if refusal:
            raise CommandError(f"{refusal}. Check AKISMET_KEY, and that SITE_URL is its site.")
        teaching.resume()
        self.stdout.write("Akismet accepts the key.")
