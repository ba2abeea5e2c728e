from typing import Any

from moderation.management.site_command import SiteCommand
from moderation.services.judging import pending


class Command(SiteCommand):
    help = (
        "Judge comments that were stored but not judged because the process died in between. "
        "Run it every minute."
    )

    def handle(self, **_: Any) -> None:
        self.stdout.write(f"Judged: {pending.judge_overdue()}")
