r"""Fine-tunes the transformer on labelled comments and writes a release.

python -m moderation.classifiers.training.transformer.train \
    --data FOLDER --encoder FOLDER --output FILE
"""

import argparse
import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from rich.progress import Progress, TaskID, TextColumn
from tokenizers import Tokenizer

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS, Corpus, DataError, is_held_out, read
from moderation.classifiers.corpora.sources import NEWS, REGISTRY
from moderation.classifiers.corpora.synthetic.makers import all_sentences
from moderation.classifiers.evaluation import metrics
from moderation.classifiers.linear import SHIPPED_RELEASE
from moderation.classifiers.linear.weights import LinearWeights
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.normalization.normalizer import Normalizer
from moderation.classifiers.training.transformer.examples import (
    Encoded,
    Example,
    Recipe,
    encoded,
    stages,
)
from moderation.classifiers.training.transformer.fitting import Fit, Fitting, predict
from moderation.classifiers.training.transformer.network import Network, load_encoder
from moderation.classifiers.training.transformer.releasing import write
from moderation.classifiers.transformer.reading import Reader

CHECKPOINT = "checkpoint.pt"
_LOCK = "training.lock"
_WATCHED = 600


@dataclass(frozen=True, slots=True)
class Settings:
    """How a release is trained; the defaults make the shipped one.

    `longest` is how many tokens of a comment are learnt from, `window` how many are read
    at once.
    """

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


def run(data: Path, output: Path, *, encoder: Path, resume: bool, seed: int) -> None:
    """Train on the catalogue in `data`, showing progress, and write the release and its card.

    The checkpoint lies beside the release. Raises DataError if the data cannot be used, if
    another process trains into the folder, or if there is a checkpoint and `resume` is false.
    """
    settings = Settings(seed=seed)
    checkpoint = output.with_name(CHECKPOINT)
    with _alone(output.parent), Progress(*Progress.get_default_columns(), _FIGURE) as progress:
        if checkpoint.exists() and not resume:
            raise DataError(
                f"{checkpoint} is from a run that was stopped: go on with --resume, or delete it."
            )
        torch.manual_seed(seed)
        corpus = read(data, REGISTRY)
        reader, tokenizer = _reader(encoder)
        rows = _Rows(corpus, reader, tokenizer, settings, progress)
        fitting = Fitting(load_encoder(encoder), rows.stages(), settings.fit, seed=seed)
        if checkpoint.exists():
            fitting.resume(checkpoint)
        fitting.run(checkpoint, _Watch(progress, rows.watched(), fitting).step)
        network = fitting.averaged()
        write(network, rows.held_out_logits(network), corpus, tokenizer, output, settings)


_FIGURE = TextColumn("{task.fields[figure]}")


class _Rows:
    """The examples of a run as token ids, made with a progress bar."""
