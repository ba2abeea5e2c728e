from typing import Any

from django.core.management.base import BaseCommand

from moderation.services.readers import leaving


class Command(BaseCommand):
    help = "Delete the comments and data of readers who asked for it a day ago."

    def handle(self, **_: Any) -> None:
        self.stdout.write(f"Deleted: {leaving.erase_due()}")
