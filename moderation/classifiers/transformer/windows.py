"""Cuts long texts into overlapping windows and puts windows into batches.

What a window leaves out another one reads with context before and after it, so
that nothing hides behind the length of a text.
"""

from collections.abc import Iterator, Sequence


def starts(tokens: int, window: int) -> list[int]:
    """Return where each window of a text of `tokens` tokens begins; each overlaps the next by half.

    There is one window for an empty text.
    """
    step = max(1, window // 2)
    return list(range(0, max(1, tokens - window + step), step))


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Yield the places of all lengths, similar ones together.

    Padded to its longest, a batch has at most `budget` tokens, or one window.
    """
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True):
        if batch and (len(batch) + 1) * lengths[batch[0]] > budget:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
