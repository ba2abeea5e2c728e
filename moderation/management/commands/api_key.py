from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import IntegrityError

from moderation.management.site_command import SiteCommand
from moderation.models import ApiKey
from moderation.services.clients import api_keys


class Command(SiteCommand):
    help = (
        "Issue, list and revoke the API keys with which other systems request scores. A key is "
        "shown only once, when it is issued."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        issue = actions.add_parser("issue", help="create a key and print it")
        issue.add_argument("name", help="the system that will use it")
        issue.add_argument(
            "--calls-per-minute", type=int, default=600, help="rate limit (default 600)"
        )
        actions.add_parser("list", help="list all keys")
        revoke = actions.add_parser("revoke", help="revoke a key permanently")
        revoke.add_argument("name")

    def handle(self, *, action: str, **options: Any) -> None:
        if action == "issue":
            self._issue(options["name"], options["calls_per_minute"])
        elif action == "revoke":
            self._revoke(options["name"])
        else:
            self._list()

    def _issue(self, name: str, calls_per_minute: int) -> None:
        if calls_per_minute < 1:
            raise CommandError("--calls-per-minute must be at least 1.")
        try:
            secret = api_keys.issue(name=name, calls_per_minute=calls_per_minute)[1]
        except IntegrityError:
            raise CommandError(
                f"{name!r} already has a key. The name of a revoked key cannot be used again."
            ) from None
        self.stdout.write(f"Key of {name} (shown only once):\n{secret}")

    def _list(self) -> None:
        for key in ApiKey.objects.all():
            self.stdout.write(
                f"{key.name}\t{key.status}\t{key.calls_per_minute} calls a minute\t"
                f"issued {key.issued_at:%Y-%m-%d}"
            )

    def _revoke(self, name: str) -> None:
        key = ApiKey.objects.filter(name=name).first()
        if key is None:
            raise CommandError(f"{name!r} has no key. To list all keys, run: api_key list")
        api_keys.revoke(key=key)
        self.stdout.write(f"Revoked the key of {name}.")
