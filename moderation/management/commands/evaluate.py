import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from moderation.classifiers import whole_file
from moderation.classifiers.base import ReleaseError
from moderation.classifiers.corpora.corpus import DataError, read_files
from moderation.classifiers.evaluation.baselines import load_baseline
from moderation.classifiers.evaluation.figures import Scorer, evaluate, without_nan
from moderation.classifiers.evaluation.rendering import (
    MissingPlotterError,
    bias_table,
    table,
    write_html,
)
from moderation.classifiers.linear import SHIPPED_RELEASE, LinearClassifier
from moderation.services.judging import releases
from moderation.services.judging.loaders import CLASSIFIERS


class Command(BaseCommand):
    help = (
        "Measure a classifier on labelled comments: ranking, calibration, identity bias, "
        "robustness against obfuscation, review workload."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--data", type=Path, nargs="+", required=True, metavar="FILE",
            help="CSV (or .csv.gz) with a column `text` and one for each label",
        )  # fmt: skip
        parser.add_argument(
            "--classifier",
            default="linear",
            help="linear, detoxify, alt-profanity-check or better-profanity",
        )
        parser.add_argument(
            "--release",
            type=Path,
            default=None,
            help="file of a linear release (default: the shipped one)",
        )
        parser.add_argument(
            "--limit", type=int, default=None, help="measure at most this many comments"
        )
        parser.add_argument(
            "--json", type=Path, default=None, metavar="FILE", help="write the figures to a file"
        )
        parser.add_argument(
            "--html", type=Path, default=None, metavar="FILE", help="write a page with charts"
        )
        parser.add_argument("--seed", type=int, default=0, help="random seed (default 0)")

    def handle(self, *, data: list[Path], seed: int, **options: Any) -> None:
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]
        try:
            scorer = _scorer(options["classifier"], options["release"])
            corpus = read_files(data, limit=options["limit"], seed=seed)
            evaluation = evaluate(scorer, corpus, seed=seed)
            if options["html"]:
                write_html(evaluation, options["html"])
        except (ReleaseError, DataError, MissingPlotterError) as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            with whole_file.opened(options["json"]) as file:
                file.write(json.dumps(without_nan(evaluation), indent=1) + "\n")
        console.print(table(evaluation))
        console.print(bias_table(evaluation))


def _scorer(name: str, release: Path | None) -> Scorer:
    if name == "linear":
        return LinearClassifier.load(release or SHIPPED_RELEASE)
    return releases.load(name) if name in CLASSIFIERS else load_baseline(name)
