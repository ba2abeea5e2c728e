from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import URLValidator
from django.db import IntegrityError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from moderation.models import EventKind, WebhookEndpoint
from moderation.services.clients.webhooks import endpoints


class Command(BaseCommand):
    help = (
        "Create, list and resume webhook endpoints, and send them past events again. The secret "
        "that signs what is sent is printed when an endpoint is created."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create", help="create an endpoint and print its secret")
        create.add_argument("name", help="the system that is told")
        create.add_argument("url")
        create.add_argument(
            "--events", default="", help="which, separated by commas; all if not given"
        )
        create.add_argument(
            "--text", action="store_true", help="send the text and the name of comments, too"
        )
        actions.add_parser("list", help="list all endpoints")
        resume = actions.add_parser("resume", help="send again to an endpoint that was paused")
        resume.add_argument("name")
        replay = actions.add_parser("replay", help="send past events once more")
        replay.add_argument("name")
        replay.add_argument("--since", required=True, help="such as 2027-01-31T08:00")
        replay.add_argument("--until", help="now if not given")

    def handle(self, *, action: str, **options: Any) -> None:
        if action == "create":
            self._create(options["name"], options["url"], options["events"], options["text"])
        elif action == "list":
            self._list()
        elif action == "resume":
            endpoints.resume(endpoint=_endpoint(options["name"]))
            self.stdout.write(f"{options['name']} is sent what waits for it.")
        else:
            self._replay(options["name"], options["since"], options["until"])

    def _create(self, name: str, url: str, events: str, with_text: bool) -> None:
        try:
            URLValidator(["http", "https"])(url)
            endpoint = endpoints.create(
                name=name, url=url, kinds=_kinds(events), content="text" if with_text else "ids"
            )
        except ValidationError:
            raise CommandError(f"{url!r} is no address. It begins with https://.") from None
        except IntegrityError:
            raise CommandError(f"There is an endpoint {name!r} already.") from None
        self.stdout.write(f"Secret of {name}:\n{endpoint.secret}")

    def _list(self) -> None:
        own = WebhookEndpoint.objects.filter(protocol=WebhookEndpoint.Protocol.WEBHOOK)
        for endpoint in own:
            kinds = ",".join(endpoint.kinds) or "all events"
            self.stdout.write(f"{endpoint.name}\t{endpoint.status}\t{endpoint.url}\t{kinds}")

    def _replay(self, name: str, since: str, until: str | None) -> None:
        number = endpoints.replay_between(
            endpoint=_endpoint(name),
            since=_moment(since),
            until=_moment(until) if until else timezone.now() + timedelta(seconds=1),
        )
        self.stdout.write(f"To be sent: {number}")


def _endpoint(name: str) -> WebhookEndpoint:
    found = WebhookEndpoint.objects.filter(name=name).first()
    if found is None:
        raise CommandError(f"There is no endpoint {name!r}. To see all, run: webhook list")
    return found


def _kinds(given: str) -> list[EventKind]:
    asked = [kind.strip() for kind in given.split(",") if kind.strip()]
    known = [kind.value for kind in EventKind.for_webhooks()]
    if unknown := sorted(set(asked) - set(known)):
        raise CommandError(f"{', '.join(unknown)} is no event. There are {', '.join(known)}.")
    return [EventKind(kind) for kind in asked]


def _moment(written: str) -> datetime:
    try:
        moment = parse_datetime(written)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"{written!r} is no time. Write it as 2027-01-31T08:00.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
