from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from moderation.services.transfer.seed_page import PageError, parse_page
from moderation.services.transfer.seeding import Loaded, load_page


class Command(BaseCommand):
    help = "Load saved news pages: article, discussion policy, authors and comments. Score them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="*",
            type=Path,
            default=[settings.BASE_DIR / "seeds"],
            help="pages (.txt) or folders of pages (default: the project's seeds/)",
        )

    def handle(self, *, paths: list[Path], **_: Any) -> None:
        broken = [page for page in _pages(paths) if not self._load(page)]
        if broken:
            raise CommandError(f"{len(broken)} page(s) could not be read and were not stored.")

    def _load(self, path: Path) -> bool:
        try:
            loaded = load_page(parse_page(path.read_bytes()))
        except (PageError, OSError) as error:
            self.stderr.write(self.style.ERROR(f"{path}: {error}"))
            return False
        self.stdout.write(f"{path.name}: {_summary(loaded)}")
        return True


def _pages(paths: list[Path]) -> list[Path]:
    pages = [
        page for path in paths for page in (sorted(path.glob("*.txt")) if path.is_dir() else [path])
    ]
    if not pages:
        raise CommandError("No page (.txt) found.")
    return pages


def _summary(loaded: Loaded) -> str:
    if not (loaded.article_is_new or loaded.comments):
        return "already loaded"
    statuses = [comment.get_status_display().lower() for comment in loaded.comments]
    counts = ", ".join(f"{statuses.count(s)} {s}" for s in dict.fromkeys(statuses))
    policy = ", its discussion policy" if loaded.policy_is_new else ""
    return f"loaded{policy} and {len(loaded.comments)} comments ({counts})"
