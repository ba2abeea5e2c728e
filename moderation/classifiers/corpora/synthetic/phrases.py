"""Reads the word lists that sentences are made from."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("phrases")


@cache
def lines(name: str) -> tuple[str, ...]:
    """Return the phrases of `phrases/NAME.txt`, one a line, without blank and `#` lines."""
    content = (_FOLDER / f"{name}.txt").read_text("utf-8")
    stripped = (line.strip() for line in content.splitlines())
    return tuple(line for line in stripped if line and not line.startswith("#"))
