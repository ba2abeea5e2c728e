"""Measures time and memory of the classifier in a fresh process: `python -m benchmarks.cold_start`.

Prints one JSON object: seconds of processor time from its import, numpy's
included, to its first score, and the megabytes that the process then holds
beyond one that has set Django up and no more.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import django
from django.conf import settings

REPEATS = 3


def measure() -> dict[str, float]:
    """Return the best of some fresh processes."""
    runs = [_fresh() for _ in range(REPEATS)]
    return {figure: min(run[figure] for run in runs) for figure in runs[0]}


def _fresh() -> dict[str, float]:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.cold_start"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(output))


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    settings.configure()
    django.setup()
    before, start = _resident_mb(), time.process_time()
    from moderation.classifiers.linear import (  # noqa: PLC0415 -- its import is measured too
        SHIPPED_RELEASE,
        LinearClassifier,
    )

    classifier = LinearClassifier.load(SHIPPED_RELEASE)
    classifier.score(["What did you expect? You put an idiot in charge."])
    seconds, held = time.process_time() - start, _resident_mb() - before
    assert classifier.model.remembered, "what is held must still be there when it is measured"
    print(json.dumps({"cold_start_s": seconds, "rss_mb_above_django": held}))


if __name__ == "__main__":
    main()
