"""How fast the second opinion reads, against `Detoxify.predict` on texts as they come.

    make bench-second-opinion

Both read the same invented comments with the same weights (random and half the
size of BERT-base: speed does not depend on what they say) in batches of the
same size.  The last line of the output is one JSON object.
"""

import json
import os
import random
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only-for-benchmarks")

import django

django.setup()

from detoxify import Detoxify  # noqa: E402

from benchmarks import comments  # noqa: E402
from moderation.classifiers.detoxify import classifier as detoxify  # noqa: E402
from moderation.classifiers.detoxify.classifier import DetoxifyClassifier  # noqa: E402
from tests import tiny_checkpoint  # noqa: E402

COMMENTS = 256
SHAPE = {"layers": 6, "hidden": 384}


def main() -> None:
    texts = list(islice(comments.written(random.Random(2)), COMMENTS))
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = tiny_checkpoint.write(Path(folder), **SHAPE)
        plain = Detoxify(
            checkpoint=str(checkpoint.path), huggingface_config_path=str(checkpoint.config)
        )
        classifier = DetoxifyClassifier.load_checkpoint(
            checkpoint.path, sha256=checkpoint.sha256, config_folder=checkpoint.config
        )
    size = detoxify._BATCH
    classifier.score(texts[:size])
    start = time.perf_counter()
    for first in range(0, COMMENTS, size):
        plain.predict(texts[first : first + size])
    as_they_come = time.perf_counter() - start
    start = time.perf_counter()
    classifier.score(texts)
    sorted_by_length = time.perf_counter() - start
    print(
        json.dumps(
            {
                "comments": COMMENTS,
                "batch": size,
                "as_they_come_per_second": round(COMMENTS / as_they_come, 2),
                "second_opinion_per_second": round(COMMENTS / sorted_by_length, 2),
                "ratio": round(as_they_come / sorted_by_length, 2),
            }
        )
    )


if __name__ == "__main__":
    main()
