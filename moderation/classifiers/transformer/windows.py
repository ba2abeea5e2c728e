"""Cuts long texts into overlapping windows.

What stands at the edge of one window another one reads with context before and after
it, so that nothing hides behind the length of a text.
"""


def starts(tokens: int, window: int) -> list[int]:
    """Return where each window of a text of `tokens` tokens begins; each overlaps the next by half.

    There is one window for an empty text.
    """
    step = max(1, window // 2)
    return list(range(0, max(1, tokens - window + step), step))
