"""Stretches of a text, left out or replaced by spaces."""

from collections.abc import Iterable, Sequence
from typing import Protocol


class Stretch(Protocol):
    """Offsets in code points, end exclusive."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def removed(text: str, stretches: Sequence[Stretch]) -> str:
    """Return `text` without `stretches`, which are in text order."""
    for stretch in reversed(stretches):
        text = text[: stretch.start] + text[stretch.end :]
    return text


def blanked(text: str, stretches: Iterable[Stretch]) -> str:
    """Return `text` with spaces in place of `stretches`, so that offsets stay valid."""
    characters = list(text)
    for stretch in stretches:
        characters[stretch.start : stretch.end] = " " * (stretch.end - stretch.start)
    return "".join(characters)


def alone(text: str, stretches: Iterable[Stretch]) -> str:
    """Return `text` with spaces in place of all but `stretches`, so that offsets stay valid."""
    characters = [" "] * len(text)
    for stretch in stretches:
        characters[stretch.start : stretch.end] = text[stretch.start : stretch.end]
    return "".join(characters)
