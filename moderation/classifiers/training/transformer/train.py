r"""Fine-tunes the transformer on labelled comments and writes a release.

python -m moderation.classifiers.training.transformer.train \
    --data FOLDER --encoder FOLDER --output FILE
"""

import argparse
import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import torch
from rich.progress import Progress

from moderation.classifiers.corpora.corpus import DataError, read
from moderation.classifiers.corpora.sources import RANDOM_NEWS, REGISTRY
from moderation.classifiers.training.options import add_beginning_and_length, known_passes
from moderation.classifiers.training.transformer.beginning import beginning
from moderation.classifiers.training.transformer.examples import Recipe
from moderation.classifiers.training.transformer.fitting import Fit, Fitting
from moderation.classifiers.training.transformer.releasing import Trained, write_release
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
    add_beginning_and_length(parser)


def run(
    data: Path,
    output: Path,
    *,
    encoder: Path,
    resume: bool,
    seed: int,
    start_from: Path | None = None,
    passes: Mapping[str, int] | None = None,
    layers: int | None = None,
    minutes: float | None = None,
) -> None:
    """Train on the catalogue in `data`, showing progress, and write the release and its card.

    `start_from`, `passes`, `layers` and `minutes` are what `options.py` declares.
    """
    settings = Settings(
        recipe=Recipe(passes=known_passes(passes or {})),
        fit=Fit(layers=layers, seconds=minutes and 60 * minutes),
        seed=seed,
    )
    train(data, output, encoder, settings, resume=resume, start_from=start_from)


def train(
    data: Path,
    output: Path,
    encoder: Path,
    settings: Settings,
    *,
    resume: bool,
    start_from: Path | None = None,
) -> None:
    """Train with these settings. The checkpoint of the run lies beside the release.

    The weights are also written as a checkpoint for Detoxify, into a folder beside the release.
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
        network = beginning(encoder, start_from)
        fitting = Fitting(network, rows.stages(), settings.fit, seed=settings.seed)
        if checkpoint.exists():
            fitting.resume(checkpoint)
        fitting.run(checkpoint, Watch(progress, rows.watched(), fitting.steps))
        trained = Trained(fitting.averaged(), steps=fitting.step, start_from=start_from)
        write_release(trained, rows, read(data, RANDOM_NEWS), output)


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
