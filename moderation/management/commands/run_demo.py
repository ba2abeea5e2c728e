import os
import secrets
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from moderation.management.demo_newspaper import Newspaper

# The id that the made-up paper gives the article of the seeds.
PAPER_ID = "harbour-1"

# The accounts of the demo: user name, group, and whether the admin is open to them.
ACCOUNTS = (
    ("moderator", "Moderators", False),
    ("editor", "Editors", False),
    ("administrator", "Administrators", True),
)


class Command(BaseCommand):
    help = "Set up the demo site (database, seed pages, scores, three accounts) and serve it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--paper-port", type=int, help="of a made-up paper that embeds the comments (port + 1)"
        )
        parser.add_argument("--only-set-up", action="store_true", help="set up without serving")

    def handle(
        self, *, port: int, only_set_up: bool, paper_port: int | None = None, **_: Any
    ) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo site. To run the demo, set DEMO=true.")
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns if it is missing
        self.stdout.write("Preparing the database")
        call_command("migrate", verbosity=0)
        self.stdout.write("Loading the seed pages")
        call_command("load_seeds")
        self.stdout.write("Scoring the comments")
        call_command("rescore")
        self._create_accounts()
        site = f"http://127.0.0.1:{port}"
        newspaper = Newspaper(_article(), site=site, port=paper_port or port + 1)
        self._print_addresses(site, newspaper)
        if not only_set_up:
            self._open(newspaper)
            os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"  # the README says how to deploy
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)

    def _open(self, newspaper: Newspaper) -> None:
        try:
            newspaper.open()
        except OSError as error:
            raise CommandError(
                f"The made-up paper cannot be served: {error}. Choose a port with --paper-port."
            ) from error

    def _create_accounts(self) -> None:
        """Create the accounts that are missing, and show the password of each once."""
        missing = [each for each in ACCOUNTS if not User.objects.filter(username=each[0]).exists()]
        for username, group, opens_admin in missing:
            password = secrets.token_urlsafe(9)
            user = User.objects.create_user(
                username,
                email=f"{username}@example.org",
                password=password,
                is_staff=opens_admin,
            )
            user.groups.set(Group.objects.filter(name=group))
            self.stdout.write(
                self.style.SUCCESS(f"\nYour demo {username}: {username} with password {password}")
            )
        if missing:
            self.stdout.write(
                "The passwords are shown only once. To change one, run:"
                f" {os.path.relpath(sys.executable)} manage.py changepassword NAME"
            )

    def _print_addresses(self, site: str, newspaper: Newspaper) -> None:
        places = (
            ("Site", f"{site}/"),
            ("Moderator's desk", f"{site}/desk/"),
            ("Admin", f"{site}/admin/"),
            ("A paper's page", newspaper.address),
        )
        self.stdout.write("\n" + "".join(f"{place:18}{address}\n" for place, address in places))


def _article() -> Article:
    """The article that the made-up paper shows, under the paper's id."""
    known = Article.objects.filter(external_id=PAPER_ID).first()
    if known is None:
        known = Article.objects.order_by("pk")[0]
        known.external_id = PAPER_ID
        known.save(update_fields=["external_id"])
    return known
