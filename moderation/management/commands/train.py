from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from moderation.classifiers.corpora.corpus import DataError
from moderation.classifiers.training.linear.train import add_arguments, run


class Command(BaseCommand):
    help = (
        "Train a release of the linear classifier. Also runs without Django: "
        "python -m moderation.classifiers.training.linear.train"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)

    def handle(self, *, data: Path, output: Path, **options: Any) -> None:
        chosen = {name: options[name] for name in ("vectors", "dictionary", "names", "seed")}
        try:
            release = run(data, output, **chosen)
        except (DataError, OSError) as error:
            raise CommandError(str(error)) from None
        size = output.stat().st_size / 2**20
        self.stdout.write(f"Wrote {output} ({len(release.features):,} features, {size:.1f} MB).")
