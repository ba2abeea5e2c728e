from argparse import ArgumentParser
from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from config import origins
from moderation.models import ApiKey, Scope
from moderation.services.clients import api_keys


class Command(BaseCommand):
    help = (
        "Issue, list and revoke the API keys of other systems. A key is "
        "shown only once, when it is issued."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        issue = actions.add_parser("issue", help="create a key and print it")
        issue.add_argument("name", help="the system that will use it")
        issue.add_argument(
            "--calls-per-minute", type=int, default=600, help="rate limit (default 600)"
        )
        issue.add_argument(
            "--scopes",
            default=Scope.SCORE.value,
            help=f"what it may be used for, separated by commas: {', '.join(Scope.values)} "
            "(default score)",
        )
        issue.add_argument(
            "--moderator", help="the user whose decisions a key with the scope “moderate” makes"
        )
        issue.add_argument("--expires", help="the day on which it ends, such as 2027-06-30")
        issue.add_argument(
            "--origins",
            dest="pages_of",
            default="",
            help="the sites whose pages may call with it, such as https://paper.example, "
            "separated by commas; programs that are no browsers may too",
        )
        actions.add_parser("list", help="list all keys")
        revoke = actions.add_parser("revoke", help="revoke a key permanently")
        revoke.add_argument("name")

    def handle(self, *, action: str, **options: Any) -> None:
        if action == "issue":
            self._issue(**options)
        elif action == "revoke":
            self._revoke(options["name"])
        else:
            self._list()

    def _issue(
        self,
        *,
        name: str,
        calls_per_minute: int,
        scopes: str,
        moderator: str | None,
        expires: str | None,
        pages_of: str,
        **_: Any,
    ) -> None:
        if calls_per_minute < 1:
            raise CommandError("--calls-per-minute must be at least 1.")
        try:
            secret = api_keys.issue(
                name=name,
                calls_per_minute=calls_per_minute,
                scopes=_scopes(scopes),
                moderator=_user(moderator) if moderator else None,
                expires_at=_day(expires) if expires else None,
                origins=_origins(pages_of),
            )[1]
        except api_keys.UnusableKey as error:
            raise CommandError(str(error)) from None
        except IntegrityError:
            raise CommandError(
                f"{name!r} already has a key. The name of a revoked key cannot be used again."
            ) from None
        self.stdout.write(f"Key of {name} (shown only once):\n{secret}")

    def _list(self) -> None:
        for key in ApiKey.objects.select_related("moderator"):
            used = f"{key.last_used_at:%Y-%m-%d}" if key.last_used_at else "never"
            ends = f"\texpires {key.expires_at:%Y-%m-%d}" if key.expires_at else ""
            pages = f"\tpages of {','.join(key.origins)}" if key.origins else ""
            decides = f" as {key.moderator.get_username()}" if key.moderator else ""
            self.stdout.write(
                f"{key.name}\t{key.status}\t{','.join(key.scopes)}{decides}\t"
                f"{key.calls_per_minute} calls a minute\tissued {key.issued_at:%Y-%m-%d}\t"
                f"last used {used}{ends}{pages}"
            )

    def _revoke(self, name: str) -> None:
        key = ApiKey.objects.filter(name=name).first()
        if key is None:
            raise CommandError(f"{name!r} has no key. To list all keys, run: api_key list")
        api_keys.revoke(key=key)
        self.stdout.write(f"Revoked the key of {name}.")


def _scopes(given: str) -> list[Scope]:
    asked = [name.strip() for name in given.split(",") if name.strip()]
    if unknown := sorted(set(asked) - set(Scope.values)):
        raise CommandError(
            f"{', '.join(unknown)} is no scope. There are {', '.join(Scope.values)}."
        )
    return [Scope(name) for name in asked]


def _origins(given: str) -> Collection[str]:
    try:
        return origins.origins("--origins", [one for one in given.split(",") if one.strip()])
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from None


def _user(name: str) -> User:
    found = User.objects.filter(username=name).first()
    if found is None:
        raise CommandError(f"There is no user {name!r}. Create one in the admin.")
    return found


def _day(written: str) -> datetime:
    """The end of a day in the site's time zone."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise CommandError(f"{written!r} is no date. Write it as 2027-06-30.") from None
    return timezone.make_aware(datetime.combine(day, time.max))
