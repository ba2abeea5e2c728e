import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from moderation.classifiers.base import ReleaseError
from moderation.services.transfer import importing
from moderation.services.transfer.archives import READERS
from moderation.services.transfer.archives.records import BrokenOff, Record, Remark, Unreadable
from moderation.services.transfer.import_summary import ImportSummary, label

SHOWN = 20
LONGEST_SOURCE = 40
COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zX", b"\x28\xb5\x2f\xfd")


class Command(BaseCommand):
    help = "Import articles and comments. Importing the same files again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", choices=READERS)
        parser.add_argument("paths", nargs="+", type=Path)
        parser.add_argument(
            "--source", help="name that keeps its ids apart from others (default: the format)"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and report, store nothing")
        parser.add_argument("--report", type=Path, help="write every remark to this file")

    def handle(self, **options: Any) -> None:
        source = options["source"] or options["format"]
        if len(source) > LONGEST_SOURCE or not source.isprintable():
            raise CommandError(
                f"--source must be a name of at most {LONGEST_SOURCE} printable characters."
            )
        read = partial(_records, options["format"], options["paths"])
        with ExitStack() as stack:
            remarks = RemarkLog(self._opened(options, stack), self.stderr)
            if options["dry_run"]:
                counts = _count(read(), remarks)
            else:
                done = _imported(read, source, remarks)
                counts = done.counts
                if done.missed_articles and not done.found_articles:
                    remarks.broken.append("the articles of all its comments are missing")
        for what, number in counts.items():
            self.stdout.write(f"{what}: {number:,}")
        if remarks.is_cut_short and not options["report"]:
            self.stdout.write(
                f"Only the first {SHOWN} remarks of a kind are shown. --report FILE writes all."
            )
        if remarks.broken:
            raise CommandError(f"The import is not complete: {'; '.join(remarks.broken)}")

    def _opened(self, options: dict[str, Any], stack: ExitStack) -> Any:
        """Open the report, after checking that every file can be read."""
        report: Path | None = options["report"]
        try:
            for path in options["paths"]:
                file = stack.enter_context(path.open("rb"))
                if not file.seekable():
                    raise CommandError(f"{path} cannot be read twice. Save it to a file first.")
                if file.read(4).startswith(COMPRESSED):
                    raise CommandError(f"{path} is compressed. Unpack it first.")
                if report and report.exists() and report.samefile(path):
                    raise CommandError(
                        f"--report would overwrite {report}, which is to be imported."
                    )
            return report and stack.enter_context(report.open("w", encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"Cannot open {error.filename}: {error.strerror}") from error


def _imported(
    read: Callable[[], Iterator[Record]], source: str, remarks: "RemarkLog"
) -> ImportSummary:
    try:
        return importing.import_archive(read, source=source, on_remark=remarks)
    except ReleaseError as error:
        raise CommandError(str(error)) from None


def _records(form: str, paths: list[Path]) -> Iterator[Record]:
    for path in paths:
        with path.open("rb") as file:
            understood = broken = False
            for record in READERS[form](file):
                understood |= not isinstance(record, Unreadable)
                broken |= isinstance(record, BrokenOff)
                yield _placed(record, path) if len(paths) > 1 else record
        if not understood and not broken:
            yield BrokenOff(str(path), f"no record of the format {form} was found")


def _placed(record: Record, path: Path) -> Record:
    """`record`; a remark gets the name of its file."""
    if not isinstance(record, Remark):
        return record
    return replace(record, where=f"{path.name}, {record.where}")


def _count(records: Iterator[Record], remarks: "RemarkLog") -> Counter[str]:
    counts: Counter[str] = Counter()
    for record in records:
        if isinstance(record, Remark):
            counts[label(record)] += 1
            remarks(record)
        else:
            counts[type(record).__name__] += 1
    return counts


class RemarkLog:
    """Shows the first remarks of each kind, and writes all to the report."""

    def __init__(self, report: Any, terminal: Any) -> None:
        self.report, self.terminal = report, terminal
        self.numbers: Counter[str] = Counter()
        self.broken: list[str] = []

    def __call__(self, remark: Remark) -> None:
        where, why, kind = map(_printable, (remark.where, remark.why, label(remark)))
        self.numbers[kind] += 1
        if isinstance(remark, BrokenOff):
            self.broken.append(f"{where}: {why}")
        if self.report:
            line = {"where": where, "why": why, "kind": kind}
            self.report.write(json.dumps(line, ensure_ascii=False) + "\n")
        if self.numbers[kind] <= SHOWN:
            self.terminal.write(f"{where}: {why}")

    @property
    def is_cut_short(self) -> bool:
        return any(number > SHOWN for number in self.numbers.values())


def _printable(text: str) -> str:
    """`text` without control characters that an archive could send to the terminal."""
    return "".join(character if character.isprintable() else "?" for character in text)
