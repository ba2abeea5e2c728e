from typing import Any

from django.core.management.base import BaseCommand

from moderation.services.judging import pending


class Command(BaseCommand):
    help = (
        "Judge comments that were stored but not judged because the process died in between. "
        "Run it every minute."
    )

    def handle(self, **_: Any) -> None:
        self.stdout.write(f"Judged: {pending.judge_overdue()}")
