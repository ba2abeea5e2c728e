import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from moderation.services.clients.webhooks import delivering
from moderation.services.events import distributing


class Command(BaseCommand):
    help = (
        "Send events to webhook endpoints, those that failed before again, until it is stopped. "
        "With --once, send what is due and end."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing is due")
        parser.add_argument(
            "--every", type=float, default=1.0, help="seconds between looks at the outbox (1)"
        )

    def handle(self, *, once: bool, every: float, **_: Any) -> None:
        if once:
            distributing.forget_old()
            self.stdout.write(f"Delivered: {delivering.deliver_due()}")
            return
        while True:
            delivering.deliver_due()
            time.sleep(max(0.1, every))
