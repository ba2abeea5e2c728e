"""Files of one JSON object a line, however long a line is."""

import json
from collections.abc import Iterator
from typing import IO, Any

from moderation.services.transfer.archives.records import Unreadable

LONGEST_LINE = 2_000_000

Line = tuple[int, dict[str, Any]]


def objects(file: IO[bytes]) -> Iterator[Line | Unreadable]:
    """The (line number, object) pairs of `file`; an array with one object a line will do."""
    for number, raw in _lines(file):
        if raw is None:
            yield Unreadable(f"line {number}", f"it is longer than {LONGEST_LINE:,} bytes")
            continue
        text = raw.decode("utf-8-sig", "replace").strip().rstrip(",")
        if text in ("", "[", "]"):
            continue
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield Unreadable(f"line {number}", f"it is not JSON: {error}")
            continue
        if isinstance(found, dict):
            yield number, found
        else:
            yield Unreadable(f"line {number}", "it is not an object")


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; None for one that is too long, which is skipped in pieces."""
    number = 0
    while raw := file.readline(LONGEST_LINE):
        number += 1
        if raw.endswith(b"\n") or len(raw) < LONGEST_LINE:
            yield number, raw
            continue
        while raw and not raw.endswith(b"\n"):
            raw = file.readline(LONGEST_LINE)
        yield number, None
