"""Times work by the processor time that it takes, which a busy machine changes less."""

import time
from collections.abc import Callable, Sequence

import numpy as np

Texts = Sequence[str]
Work = Callable[[Texts], object]


def rate(work: Work, texts: Texts, repeats: int = 3) -> float:
    """Return texts per second of processor time: the best of some runs after a first one."""
    work(texts)
    return len(texts) / min(_seconds(work, texts) for _ in range(repeats))


def latency(work: Work, texts: Texts) -> tuple[float, float, float]:
    """Return the median, 95th and 99th percentile of one call with one text.

    In ms of processor time; the work is done by one thread.
    """
    seconds = [_seconds(work, [text]) for text in texts]
    median, slow, slowest = np.percentile(seconds, [50, 95, 99])
    return 1e3 * float(median), 1e3 * float(slow), 1e3 * float(slowest)


def _seconds(work: Work, texts: Texts) -> float:
    start = time.process_time()
    work(texts)
    return time.process_time() - start
