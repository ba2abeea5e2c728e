"""Measures time and memory of a classifier in a fresh process.

`python -m benchmarks.cold_start NAME` prints one JSON object: seconds of processor time from
the import of the classifier, numpy's included, to its first score, the megabytes that the
process then holds, and how many more these are than Django alone needs.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings

from moderation.classifiers.base import Classifier

REPEATS = 3


def measure(name: str) -> dict[str, float]:
    """Return the best of some fresh processes that load the classifier `name`."""
    runs = [_fresh(name) for _ in range(REPEATS)]
    return {figure: min(run[figure] for run in runs) for figure in runs[0]}


def _fresh(name: str) -> dict[str, float]:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.cold_start", name]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(output))


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _linear() -> Classifier:
    from moderation.classifiers.linear import (  # noqa: PLC0415 -- its import is measured too
        SHIPPED_RELEASE,
        LinearClassifier,
    )

    return LinearClassifier.load(SHIPPED_RELEASE)


def _standard() -> Classifier:
    from moderation.classifiers import linear, standard, transformer  # noqa: PLC0415 -- as above

    return standard.StandardClassifier.load(
        standard.SHIPPED_RELEASE,
        linear=linear.LinearClassifier.load(linear.SHIPPED_RELEASE),
        transformer=transformer.TransformerClassifier.load(transformer.SHIPPED_RELEASE),
    )


LOADERS: dict[str, Callable[[], Classifier]] = {"linear": _linear, "standard": _standard}


def main() -> None:
    settings.configure()
    django.setup()
    before, start = _resident_mb(), time.process_time()
    classifier = LOADERS[sys.argv[1]]()
    classifier.score(["What did you expect? You put an idiot in charge."])
    seconds, held = time.process_time() - start, _resident_mb() - before
    print(
        json.dumps({"cold_start_s": seconds, "rss_mb": _resident_mb(), "rss_mb_above_django": held})
    )


if __name__ == "__main__":
    main()
