r"""Fine-tunes the transformer on labelled comments and writes a release.

python -m moderation.classifiers.training.transformer.train \
    --data FOLDER --encoder FOLDER --output FILE
"""

import argparse
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from rich.progress import Progress

from moderation.classifiers.corpora.corpus import DataError, read
from moderation.classifiers.corpora.sources import RANDOM_NEWS, REGISTRY
from moderation.classifiers.training.transformer.fitting import Fitting
from moderation.classifiers.training.transformer.network import load_encoder
from moderation.classifiers.training.transformer.releasing import write_release
from moderation.classifiers.training.transformer.rows import Rows, Settings, tokenizer_of
from moderation.classifiers.training.transformer.watch import Watch

CHECKPOINT = "checkpoint.pt"
_LOCK = "training.lock"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options that the site's command and this module share."""
    parser.add_argument("--data", type=Path, required=True, help="folder of NAME.csv.gz files")
    parser.add_argument("--output", type=Path, required=True, help="release to write, .onnx")
    parser.add_argument("--encoder", type=Path, help="folder of the encoder (docs/classifier.md)")
    parser.add_argument("--resume", action="store_true", help="go on with a run that was stopped")
    parser.add_argument("--seed", type=int, default=Settings().seed)


def run(data: Path, output: Path, *, encoder: Path, resume: bool, seed: int) -> None:
    """Train on the catalogue in `data`, showing progress, and write the release and its card."""
    train(data, output, encoder, Settings(seed=seed), resume=resume)


def train(data: Path, output: Path, encoder: Path, settings: Settings, *, resume: bool) -> None:
    """Train with these settings. The checkpoint lies beside the release.

    Raises DataError if the data cannot be used, if another process trains into the folder,
    if there is a checkpoint and `resume` is false, or if it is from another run.
    """
    checkpoint = output.with_name(CHECKPOINT)
    with _alone(output.parent), Progress() as progress:
        if checkpoint.exists() and not resume:
            raise DataError(
                f"{checkpoint} is from a run that was stopped: go on with --resume, or delete it."
            )
        torch.manual_seed(settings.seed)
        rows = Rows(read(data, REGISTRY), tokenizer_of(encoder), settings, progress)
        fitting = Fitting(load_encoder(encoder), rows.stages(), settings.fit, seed=settings.seed)
        if checkpoint.exists():
            fitting.resume(checkpoint)
        fitting.run(checkpoint, Watch(progress, rows.watched(), fitting.steps))
        write_release(fitting.averaged(), rows, read(data, RANDOM_NEWS), output)


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


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    run(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
