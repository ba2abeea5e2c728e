import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from moderation.services.connections import exchange

FORGET_EVERY = 3600.0  # seconds


class Command(BaseCommand):
    help = (
        "Send events to webhook endpoints and decisions to connected systems, and work what those "
        "have sent, until it is stopped. With --once, do what is due and end."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing is due")
        parser.add_argument(
            "--every", type=float, default=1.0, help="seconds between looks at the outbox (1)"
        )

    def handle(self, *, once: bool, every: float, **_: Any) -> None:
        if once:
            exchange.forget_old()
            self.stdout.write(f"Delivered: {exchange.exchange()}")
            return
        forgotten_at = -FORGET_EVERY
        while True:
            if time.monotonic() - forgotten_at >= FORGET_EVERY:
                exchange.forget_old()
                forgotten_at = time.monotonic()
            exchange.exchange()
            time.sleep(max(0.1, every))
