"""Reads files with one JSON object per line."""

import json
import re
from collections.abc import Iterator
from typing import IO, Any, NoReturn

from moderation.services.transfer.archives.encoding import as_utf8
from moderation.services.transfer.archives.records import BrokenOff, Unreadable

LONGEST_LINE = 2_000_000

ARRAY = re.compile(rb"\[\s*\{")
ONE_OBJECT_A_LINE = (
    "one JSON object per line is needed: use mongoexport without --jsonArray and --pretty,"
    " or jq -c '.[]'"
)

Line = tuple[int, dict[str, Any]]


def objects(file: IO[bytes]) -> Iterator[Line | Unreadable]:
    """The (line number, object) pairs of `file`; an array with one object per line is accepted.

    Another array or an indented object is refused at its first line.
    """
    begun = False
    for number, raw in _lines(as_utf8(file)):
        bare = b"" if raw is None else raw.strip().rstrip(b",")
        if raw is not None and bare in (b"", b"[", b"]"):
            continue
        if not begun and (bare == b"{" or ARRAY.match(bare)):
            yield BrokenOff(f"line {number}", ONE_OBJECT_A_LINE)
            return
        begun = True
        yield _object(number, bare) if raw is not None else _too_long(number)


def _object(number: int, raw: bytes) -> Line | Unreadable:
    place = f"line {number}"
    try:
        found = json.loads(raw.decode("utf-8"), parse_constant=_no_json)
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        return Unreadable(place, f"the byte 0x{byte:02X} is not UTF-8: save the file as UTF-8")
    except (ValueError, RecursionError) as error:
        return Unreadable(place, f"it is not JSON: {error}")
    return (number, found) if isinstance(found, dict) else Unreadable(place, "it is not an object")


def _too_long(number: int) -> Unreadable:
    why = f"it is longer than {LONGEST_LINE:,} bytes; {ONE_OBJECT_A_LINE}"
    return Unreadable(f"line {number}", why)


def _no_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON value")


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; None for one that is too long, which is skipped in pieces."""
    number = 0
    while raw := file.readline(LONGEST_LINE):
        number += 1
        if raw.endswith(b"\n") or len(raw) < LONGEST_LINE:
            yield number, raw
            continue
        if number == 1 and ARRAY.match(raw.strip()):
            yield number, raw
            return
        while raw and not raw.endswith(b"\n"):
            raw = file.readline(LONGEST_LINE)
        yield number, None
