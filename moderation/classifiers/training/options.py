"""The options of training that the site's command shares with a module that needs torch."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from moderation.classifiers.corpora.corpus import DataError
from moderation.classifiers.corpora.sources import REGISTRY


class Passes(argparse.Action):
    """Collects `SET=N` as the number of passes of each set."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        name, _, number = str(values).partition("=")
        if not name or not number.isdecimal():
            parser.error(f"{option_string} takes SET=N, such as civil_comments_news=2")
        passes = getattr(namespace, self.dest) or {}
        setattr(namespace, self.dest, {**passes, name: int(number)})


def add_beginning_and_length(parser: Any) -> None:
    """Declare what a run begins with, and how long it is."""
    parser.add_argument(
        "--start-from",
        type=Path,
        metavar="FILE",
        help="begin with the weights of a release (.onnx) or of a former run (checkpoint.pt)",
    )
    parser.add_argument(
        "--passes",
        action=Passes,
        metavar="SET=N",
        help="see the comments of a set N times, 0 to leave them out (may be repeated)",
    )
    parser.add_argument(
        "--layers",
        type=int,
        metavar="N",
        help="let only the last N layers and the head learn; the others stay as they are",
    )
    parser.add_argument("--minutes", type=float, help="train so long at most")


def known_passes(passes: Mapping[str, int]) -> Mapping[str, int]:
    """Return `passes`; raises DataError if they name a set that nothing is trained on."""
    known = [source.name for source in REGISTRY]
    for name in passes:
        if name not in known:
            raise DataError(f"There is no set {name!r}. Name one of: {', '.join(known)}.")
    return passes
