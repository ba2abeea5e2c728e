"""Ranges of a text that evidence covers."""

from collections.abc import Iterable


def merged(
    ranges: Iterable[tuple[int, int]], *, join_touching: bool = False
) -> list[tuple[int, int]]:
    """`ranges` in order, those that overlap as one; with `join_touching`, adjacent ones too."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if found and start < found[-1][1] + join_touching:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
