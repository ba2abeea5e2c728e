import os
import secrets
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError

from moderation.management.site_command import SiteCommand

USERNAME = "moderator"


class Command(SiteCommand):
    help = "Set up the demo site (database, seed pages, scores, a moderator) and serve it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--only-set-up", action="store_true", help="set up without serving")

    def handle(self, *, port: int, only_set_up: bool, **_: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo site. To run the demo, set DEMO=true.")
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns if it is missing
        self.stdout.write("Preparing the database")
        call_command("migrate", verbosity=0)
        self.stdout.write("Loading the seed pages")
        call_command("load_seeds")
        self.stdout.write("Scoring the comments")
        call_command("rescore")
        self._create_moderator()
        self._print_addresses(port)
        if not only_set_up:
            os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"  # the README says how to deploy
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)

    def _create_moderator(self) -> None:
        users = get_user_model().objects
        if users.filter(username=USERNAME).exists():
            return
        password = secrets.token_urlsafe(9)
        users.create_superuser(username=USERNAME, password=password)
        self.stdout.write(
            self.style.SUCCESS(f"\nYour demo moderator: {USERNAME} with password {password}")
        )
        self.stdout.write(
            "The password is shown only once. To change it, run:"
            f" {os.path.relpath(sys.executable)} manage.py changepassword {USERNAME}"
        )

    def _print_addresses(self, port: int) -> None:
        site = f"http://127.0.0.1:{port}/"
        places = (("Site", site), ("Moderator's desk", f"{site}desk/"), ("Admin", f"{site}admin/"))
        self.stdout.write("\n" + "".join(f"{place:18}{address}\n" for place, address in places))
