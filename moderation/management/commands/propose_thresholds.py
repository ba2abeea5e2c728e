from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from moderation.classifiers import whole_file
from moderation.classifiers.base import Attribute, ReleaseError
from moderation.classifiers.perspective.names import NAMES, measured_by
from moderation.services.judging import releases
from moderation.services.policy.old_scores.comparing import Comparison, compare
from moderation.services.policy.old_scores.matching import FEWEST, Proposal, propose
from moderation.services.policy.old_scores.plotting import Panel, svg
from moderation.services.policy.old_scores.reading import (
    Reader,
    Row,
    Scored,
    UnreadableFile,
    csv_rows,
    json_rows,
)

READERS: dict[str, Reader] = {".csv": csv_rows, ".jsonl": json_rows, ".ndjson": json_rows}
SHOWN = 20
COLUMNS = "Attribute", "Old", "Here", "Texts", "Flagged", "Both", "Only old", "Only new", "Agree"

OldThreshold = tuple[Attribute, float]


class Command(BaseCommand):
    help = (
        "Propose thresholds for a site that used the Perspective API: of each text in a file the "
        "old score is compared with the one here, and the thresholds flag the same share of them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            help="texts with their old scores: CSV (text,TOXICITY,INSULT), or JSON Lines",
        )
        parser.add_argument(
            "--threshold",
            type=_old_threshold,
            action="append",
            required=True,
            metavar="NAME=VALUE",
            help="an old threshold, as in TOXICITY=0.8; may be repeated, for one attribute too",
        )
        parser.add_argument("--plot", type=Path, metavar="FILE", help="draw both scores: an SVG")

    def handle(
        self, *, file: Path, threshold: list[OldThreshold], plot: Path | None, **_: Any
    ) -> None:
        remarks = Remarks(self.stderr)
        try:
            classifier = releases.load(settings.CLASSIFIER)
            comparison = compare(remarks.without_faulty(_rows(file)), classifier)
        except (ReleaseError, UnreadableFile) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror}.") from None
        remarks.summarize(comparison)
        panels = [_panel(comparison, *old) for old in threshold]
        proposals = [panel.proposal for panel in panels]
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]
        console.print(_table(f"Thresholds for {classifier.name}", proposals))
        for remark in filter(None, map(_remark, proposals)):
            self.stderr.write(remark)
        if plot:
            _write(plot, svg([panel for panel in panels if panel.proposal.texts]))
        if not any(proposal.texts for proposal in proposals):
            names = ", ".join(dict.fromkeys(NAMES[one.attribute] for one in proposals))
            raise CommandError(f"{file} has no scores of {names}. Check its columns.")


class Remarks:
    """Shows the first faulty lines, and counts all."""

    def __init__(self, terminal: Any) -> None:
        self.terminal = terminal
        self.faulty = 0

    def without_faulty(self, rows: Iterator[Row]) -> Iterator[Scored]:
        for row in rows:
            if isinstance(row, Scored):
                yield row
                continue
            self.faulty += 1
            if self.faulty <= SHOWN:
                self.terminal.write(f"line {row.line} is left out: {row.why}")

    def summarize(self, comparison: Comparison) -> None:
        if self.faulty:
            told = f" (the first {SHOWN} are shown)" if self.faulty > SHOWN else ""
            self.terminal.write(f"{self.faulty:,} faulty lines were left out{told}. Mend them.")
        for why, number in comparison.left_out.items():
            if number:
                self.terminal.write(f"{number:,} texts were left out: {why}.")


def _old_threshold(given: str) -> OldThreshold:
    name, _, value = given.partition("=")
    attribute = measured_by(name.strip().upper())
    try:
        threshold = float(value)
    except ValueError:
        threshold = 0.0
    if attribute is None or not 0 < threshold <= 1:
        known = ", ".join(NAMES.values())
        raise ArgumentTypeError(f"write NAME=VALUE, as in TOXICITY=0.8. There are {known}.")
    return attribute, threshold


def _rows(path: Path) -> Iterator[Row]:
    read = READERS.get(path.suffix.lower())
    if read is None:
        known = ", ".join(READERS)
        raise UnreadableFile(f"{path} is not known by its ending. Name it as what it is: {known}.")
    console = Console(stderr=True)
    with (
        Progress(console=console, transient=True, disable=not console.is_terminal) as bar,
        bar.open(path, "r", encoding="utf-8-sig", errors="surrogateescape", newline="") as file,
    ):
        yield from read(file)


def _panel(comparison: Comparison, attribute: Attribute, old_threshold: float) -> Panel:
    old, new = comparison.scores(attribute)
    return Panel(propose(attribute, old_threshold, old, new), old, new)


def _table(title: str, proposals: Sequence[Proposal]) -> Table:
    table = Table(title=title, box=None, pad_edge=False)
    for place, column in enumerate(COLUMNS):
        table.add_column(column, justify="right" if place else "left", min_width=4)
    table.columns[0].no_wrap = True
    for one in proposals:
        table.add_row(
            one.attribute.label,
            f"{one.old_threshold:g}",
            "–" if one.threshold is None else f"{one.threshold:g}",
            f"{one.texts:,}",
            *(
                _share(number, one.texts)
                for number in (one.old, one.both, one.only_old, one.only_new)
            ),
            "–" if one.threshold is None else f"{one.agreement:.1%}",
        )
    return table


def _share(number: int, texts: int) -> str:
    return f"{number / texts:.1%}" if texts else "–"


def _remark(one: Proposal) -> str:
    about = f"{NAMES[one.attribute]}={one.old_threshold:g}"
    if one.texts and one.threshold is None:
        reached = "All texts reach" if one.old else "No text reaches"
        return f"{reached} {about}: nothing can be proposed. Take texts of both kinds."
    if one.texts and one.is_uncertain:
        return f"Fewer than {FEWEST} texts reach {about}: chance decides. Take more texts."
    return ""


def _write(path: Path, plot: str) -> None:
    try:
        with whole_file.opened(path) as file:
            file.write(plot)
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}.") from None
