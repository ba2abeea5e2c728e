from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.listings import importing
from articles.listings.fetching import NotFetched
from articles.listings.importing import Summary
from articles.listings.reading import NotAList
from articles.paper import Outcome


class Command(BaseCommand):
    help = "Import the paper's articles, without their texts, from its feed or sitemap."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="URL|FILE", help="an RSS or Atom feed, or a sitemap")
        parser.add_argument("--section", default="", help="the section of all these articles")
        parser.add_argument(
            "--only", default="", metavar="TEXT", help="leave out addresses without this text"
        )
        parser.add_argument(
            "--private", action="store_true", help="allow addresses on private networks"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell what would be done")

    def handle(
        self, *, place: str, section: str, only: str, private: bool, dry_run: bool, **_: Any
    ) -> None:
        try:
            summary = importing.bring(
                place=place, section=section, only=only, private=private, dry_run=dry_run
            )
        except NotFetched as error:
            raise CommandError(f"{error} Nothing was imported.") from error
        except NotAList as error:
            raise CommandError(f"{place}: {error} Nothing was imported.") from error
        self.stdout.write(_told(summary, dry_run=dry_run))
        if summary.failed:
            raise CommandError(f"Not read: {', '.join(summary.failed)}")


def _told(summary: Summary, *, dry_run: bool) -> str:
    number = summary.outcomes
    kinds = (
        f"{number[Outcome.CREATED]} new",
        f"{number[Outcome.CHANGED]} changed",
        f"{number[Outcome.UNCHANGED]} unchanged",
        f"{summary.left_out} left out",
    )
    told = f"Articles: {', '.join(kinds)}."
    return f"{told} Nothing was stored." if dry_run else told
