r"""Fine-tunes the transformer on labelled comments and writes a release.

python -m moderation.classifiers.training.transformer.train \
    --data FOLDER --encoder FOLDER --output FILE
"""

import argparse
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from moderation.classifiers.corpora.corpus import DataError
from moderation.classifiers.training.transformer.examples import Recipe
from moderation.classifiers.training.transformer.fitting import Fit

CHECKPOINT = "checkpoint.pt"
_LOCK = "training.lock"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a release is trained; the defaults make the shipped one."""

    recipe: Recipe = field(default_factory=Recipe)
    fit: Fit = field(default_factory=Fit)
    longest: int = 96
    window: int = 128
    seed: int = 2026


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options that the site's command and this module share."""
    parser.add_argument("--data", type=Path, required=True, help="folder of NAME.csv.gz files")
    parser.add_argument("--output", type=Path, required=True, help="release to write, .onnx")
    parser.add_argument("--encoder", type=Path, help="folder of the encoder (docs/classifier.md)")
    parser.add_argument("--resume", action="store_true", help="go on with a run that was stopped")
    parser.add_argument("--seed", type=int, default=Settings.seed)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. Raises DataError if another process trains into it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DataError(
                f"Another process is training into {folder}: wait for it, or choose another folder."
            ) from None
        yield
