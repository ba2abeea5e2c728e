from typing import Any

from django.core.management.base import BaseCommand

from articles import limits
from articles.bearer import signed_out
from moderation.services.connections.akismet import spam_checks
from moderation.services.readers import origins


class Command(BaseCommand):
    help = "Delete the hashed networks of comments older than 30 days, and expired rate limits."

    def handle(self, **_: Any) -> None:
        self.stdout.write(f"Deleted: {origins.forget_old()}")
        spam_checks.forget_old()
        limits.forget_old()
        signed_out.forget_old()
