from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.progress import Progress

from articles.models import Comment
from moderation.management import demo_site
from moderation.models import PolicyVersion


class Command(BaseCommand):
    help = "Fill a demo site with invented articles, readers, comments, cases and decisions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--comments", type=int, default=2000, help="number of comments (default 2000)"
        )
        parser.add_argument(
            "--days", type=int, default=60, help="days over which they are spread (default 60)"
        )
        parser.add_argument("--seed", type=int, default=2026, help="random seed (default 2026)")

    def handle(self, *, comments: int, days: int, seed: int, **_: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo site. To create demo data, set DEMO=true.")
        if comments < 1 or days < 1:
            raise CommandError("--comments and --days must be at least 1.")
        settings.VAR_DIR.mkdir(exist_ok=True)
        call_command("migrate", verbosity=0)
        if PolicyVersion.objects.default_version() is None:
            call_command("load_seeds")
        with Progress(console=None, transient=True) as progress:
            task = progress.add_task("Creating comments", total=comments)
            demo_site.build(
                comments,
                seed=seed,
                days=days,
                listener=lambda stored: progress.update(task, completed=stored),
            )
        total = Comment.objects.count()
        self.stdout.write(f"Added {comments} comments. The site now has {total}.")
