import time
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import IntegrityError
from django.utils import timezone

from moderation.management import connection_command
from moderation.models import WordPressConnection
from moderation.services.connections.wordpress import checking, connecting, exchange

LOOK_EVERY = 1.0  # seconds between looks at the outbox


class Command(BaseCommand):
    help = (
        "Connect WordPress sites: their comments are read and judged, and what is decided here is "
        "written back. Passwords are asked for, or read from standard input."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        _add_arguments_of_add(
            actions.add_parser("add", help="connect a WordPress, with an application password")
        )
        run = actions.add_parser("run", help="read and send what is due, until it is stopped")
        run.add_argument("--once", action="store_true", help="end when nothing is due")
        run.add_argument(
            "--every", type=float, default=30.0, help="seconds between readings of a site (30)"
        )
        actions.add_parser("list", help="list all connections")
        told = {
            "pause": "read nothing, and send no decisions",
            "resume": "read and send again",
            "check": "call WordPress and say what is wrong",
            "conflicts": "list the newest conflicts",
        }
        for action, text in told.items():
            actions.add_parser(action, help=text).add_argument("name")

    def handle(self, *, action: str, **options: Any) -> None:
        if action == "add":
            self._add(**options)
        elif action == "run":
            self._run(**options)
        elif action == "list":
            self._list()
        elif action == "check":
            self._check(_connection(options["name"]))
        elif action == "conflicts":
            self._conflicts(_connection(options["name"]))
        else:
            change = connecting.pause if action == "pause" else connecting.resume
            change(connection=_connection(options["name"]))
            self.stdout.write(f"{options['name']} is {action}d.")

    def _add(self, *, name: str, url: str, publish: bool, **options: Any) -> None:
        connection_command.check_address(url)
        given = {own: options[own] for own in ("username", "section", "source", "since")}
        try:
            connection = connecting.create(
                name=name, url=url, password=_asked_for_password(), publishes=publish, **given
            )
        except IntegrityError:
            raise connection_command.taken(name) from None
        self._check(connection)

    def _run(self, *, once: bool, every: float, **_: Any) -> None:
        between = timedelta(seconds=max(1.0, every))
        while True:
            done = exchange.exchange(between)
            if once and not (done.filed or done.sent):
                return
            if done.filed or done.sent:
                self.stdout.write(f"Filed: {done.filed}. Worked: {done.sent}.")
            if not once:
                time.sleep(LOOK_EVERY)

    def _list(self) -> None:
        for connection in WordPressConnection.objects.select_related("endpoint"):
            own, read_at = connection.endpoint, connection.read_at
            read = f"{timezone.localtime(read_at):%Y-%m-%d %H:%M}" if read_at else "never read"
            self.stdout.write(f"{own.name}\t{own.status}\t{own.url}\t{read}")

    def _check(self, connection: WordPressConnection) -> None:
        found = checking.problems(connection)
        self.stdout.write("\n".join(found) or "WordPress answers, and nothing is missing.")

    def _conflicts(self, connection: WordPressConnection) -> None:
        for own in connection.conflicts.select_related("comment")[:100]:
            self.stdout.write(
                f"{timezone.localtime(own.found_at):%Y-%m-%d %H:%M}\tcomment {own.comment_id}\t"
                f"{own.subject}\there {own.here}, there {own.there}\tstands: {own.stands}"
            )


def _add_arguments_of_add(add: ArgumentParser) -> None:
    add.add_argument("name")
    add.add_argument("url", help="the site's address, such as https://paper.example")
    add.add_argument("--username", required=True, help="its account for Comity in WordPress")
    add.add_argument("--section", default="", help="the section of its posts")
    add.add_argument(
        "--source",
        default=connecting.SOURCE,
        help="the --source that its archive was imported with (wordpress)",
    )
    add.add_argument(
        "--since", type=_moment, help="begin with the comments of this day; otherwise with new ones"
    )
    add.add_argument(
        "--publish",
        action="store_true",
        help="publish what WordPress holds where the policy does; otherwise a moderator does",
    )


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else timezone.make_aware(found)


def _connection(name: str) -> WordPressConnection:
    return connection_command.named(WordPressConnection, name, command="connect_wordpress")


def _asked_for_password() -> str:
    """An application password, which WordPress shows with spaces."""
    given = connection_command.asked_for("Application password of the account: ")
    return "".join(given.split())
