from argparse import ArgumentParser
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from moderation.classifiers.base import ReleaseError
from moderation.classifiers.corpora.corpus import DataError
from moderation.classifiers.corpora.sources import LANGUAGES
from moderation.classifiers.corpora.typing_noise import typed
from moderation.classifiers.linear import SHIPPED_RELEASE, LinearClassifier
from moderation.classifiers.training.linear.train import run as train_linear
from moderation.classifiers.training.options import add_beginning_and_length
from moderation.classifiers.training.standard.train import run as join
from moderation.classifiers.transformer import TransformerClassifier
from moderation.services.policy.thresholds import DEFAULT_THRESHOLDS

SEED = 2026


class Command(BaseCommand):
    help = (
        "Train a release of a classifier. `linear` and `transformer` also run without Django: "
        "python -m moderation.classifiers.training.KIND.train"
    )
    # What is missing may be the release that is about to be trained
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", choices=KINDS, default="linear")
        parser.add_argument("--data", type=Path, required=True, help="folder of NAME.csv.gz files")
        parser.add_argument("--output", type=Path, required=True, help="release to write")
        parser.add_argument("--seed", type=int, default=SEED)
        linear = parser.add_argument_group("linear")
        linear.add_argument(
            "--vectors", type=Path, help="word vectors, .npz (docs/linear-classifier.md)"
        )
        linear.add_argument(
            "--language", choices=sorted(LANGUAGES), help="train for another language than English"
        )
        linear.add_argument("--dictionary", type=Path, help="a list of ordinary words, one a line")
        linear.add_argument("--names", type=Path, help="a list of people and places, one a line")
        transformer = parser.add_argument_group("transformer")
        transformer.add_argument("--encoder", type=Path, help="folder of the encoder to fine-tune")
        transformer.add_argument(
            "--resume", action="store_true", help="go on with a run that was stopped"
        )
        add_beginning_and_length(transformer)
        standard = parser.add_argument_group("standard")
        standard.add_argument(
            "--linear", type=Path, default=SHIPPED_RELEASE, help="the linear release to join"
        )
        standard.add_argument("--transformer", type=Path, help="the transformer to join, .onnx")

    def handle(self, *, kind: str, output: Path, **options: Any) -> None:
        for name in NEEDED[kind]:
            if options[name] is None:
                raise CommandError(f"--kind {kind} needs --{name}.")
        try:
            KINDS[kind](output=output, console=self._console(), **options)
        except (DataError, ReleaseError, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Wrote {output} ({output.stat().st_size / 2**20:.1f} MB).")

    def _console(self) -> Console:
        return Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]


def _linear(**options: Any) -> None:
    train_linear(
        **_only(options, "data", "output", "vectors", "dictionary", "names", "seed", "language")
    )


def _transformer(**options: Any) -> None:
    try:
        training = import_module("moderation.classifiers.training.transformer.train")
    except ImportError as error:  # torch and transformers are for training only
        raise ReleaseError(
            f"Training a transformer needs {error.name}. Run: pip install -r requirements.txt"
        ) from error
    names = ("data", "output", "encoder", "resume", "seed")
    training.run(**_only(options, *names, "start_from", "passes", "layers", "minutes"))


def _standard(**options: Any) -> None:
    join(
        linear=LinearClassifier.load(options["linear"]),
        transformer=TransformerClassifier.load(options["transformer"]),
        thresholds={a: (own.queue_at, own.hold_at) for a, own in DEFAULT_THRESHOLDS.items()},
        noise=typed,
        **_only(options, "data", "output", "seed", "console"),
    )


def _only(options: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: options[name] for name in names}


KINDS: dict[str, Callable[..., None]] = {
    "linear": _linear,
    "transformer": _transformer,
    "standard": _standard,
}
# The options that a kind cannot do without
NEEDED: dict[str, tuple[str, ...]] = {
    "linear": (),
    "transformer": ("encoder",),
    "standard": ("transformer",),
}
