import shlex
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from moderation.classifiers.base import ReleaseError
from moderation.classifiers.detoxify import checkpoint
from moderation.services.judging import loaders


class Command(BaseCommand):
    help = (
        "Write the transformer release as a checkpoint that Detoxify loads without a network, "
        "and print the settings that name it: detoxify_checkpoint --output var/detoxify >> .env"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--output", type=Path, required=True, metavar="FOLDER", help="folder to write to"
        )
        parser.add_argument(
            "--release",
            type=Path,
            default=None,
            metavar="FILE",
            help="file of a transformer release (default: TRANSFORMER_RELEASE)",
        )

    def handle(self, *, output: Path, release: Path | None, **_: Any) -> None:
        try:
            written = checkpoint.write(release or loaders.files().transformer, output)
        except ReleaseError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(
                f"Cannot write to {output} ({error.strerror}). Name another folder."
            ) from None
        # Only settings go to standard output, which may be appended to .env.
        self.stdout.write(f"DETOXIFY_CHECKPOINT={shlex.quote(str(written.path))}")
        self.stdout.write(f"DETOXIFY_CONFIG={shlex.quote(str(written.config_folder))}")
        self.stdout.write(f"DETOXIFY_SHA256={written.sha256}")
        size = written.path.stat().st_size / 2**20
        self.stderr.write(f"Wrote {written.path} ({size:.1f} MB).")
