from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import IntegrityError
from django.urls import reverse

from moderation.management import connection_command
from moderation.models import CoralConnection, CoralSecret
from moderation.services.connections.coral import checking, connecting


class Command(BaseCommand):
    help = (
        "Connect installations of Coral: their comments are judged before they appear, and "
        "decided here. Tokens and secrets are asked for, or read from standard input."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        add = actions.add_parser("add", help="connect a Coral, with the token of an administrator")
        add.add_argument("name")
        add.add_argument("url", help="where Coral runs, such as https://coral.paper.example")
        add.add_argument("--section", default="", help="the section of its stories")
        add.add_argument(
            "--source",
            default=connecting.SOURCE,
            help="the --source that its archive was imported with (coral)",
        )
        secret = actions.add_parser("secret", help="store a signing secret that Coral shows")
        secret.add_argument("name")
        secret.add_argument("purpose", choices=CoralSecret.Purpose.values)
        secret.add_argument(
            "--overlap-hours", type=float, default=24.0, help="the former one is valid so long (24)"
        )
        actions.add_parser("list", help="list all connections")
        told = {
            "pause": "let comments pass unjudged, and send no decisions",
            "resume": "judge and send again",
            "check": "call Coral and say what is wrong",
        }
        for action, text in told.items():
            actions.add_parser(action, help=text).add_argument("name")

    def handle(self, *, action: str, **options: Any) -> None:
        if action == "add":
            self._add(**options)
        elif action == "list":
            self._list()
        elif action == "secret":
            self._secret(**options)
        elif action == "check":
            self._check(_connection(options["name"]))
        else:
            change = connecting.pause if action == "pause" else connecting.resume
            change(connection=_connection(options["name"]))
            self.stdout.write(f"{options['name']} is {action}d.")

    def _add(self, *, name: str, url: str, section: str, source: str, **_: Any) -> None:
        connection_command.check_address(url)
        token = connection_command.asked_for("Access token of an administrator in Coral: ")
        try:
            connection = connecting.create(
                name=name, url=url, token=token, section=section, source=source
            )
        except IntegrityError:
            raise connection_command.taken(name) from None
        self.stdout.write(
            f"Give Coral these addresses, then store the secrets that it shows:\n{_addresses()}"
        )
        self._check(connection)

    def _secret(self, *, name: str, purpose: str, overlap_hours: float, **_: Any) -> None:
        connecting.set_secret(
            connection=_connection(name),
            purpose=CoralSecret.Purpose(purpose),
            secret=connection_command.asked_for("Signing secret that Coral shows: "),
            overlap=timedelta(hours=overlap_hours),
        )
        self.stdout.write("Stored.")

    def _list(self) -> None:
        for connection in CoralConnection.objects.select_related("endpoint"):
            own = connection.endpoint
            self.stdout.write(f"{own.name}\t{own.status}\t{own.url}\t{connection.section or '-'}")

    def _check(self, connection: CoralConnection) -> None:
        found = checking.problems(connection)
        self.stdout.write("\n".join(found) or "Coral answers, and nothing is missing.")


def _connection(name: str) -> CoralConnection:
    return connection_command.named(CoralConnection, name, command="connect_coral")


def _addresses() -> str:
    site = settings.SITE_URL.rstrip("/")
    return (
        f"  external moderation phase  {site}{reverse('coral:phase')}\n"
        f"  webhook endpoint           {site}{reverse('coral:events')}"
    )
