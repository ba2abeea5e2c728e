"""The site's Celery application, for workers that say when they are ready to be measured.

Each process of a worker loads the classifier, has it read other comments, and
leaves a file named after itself in the folder READY.
"""

import os
from pathlib import Path
from typing import Any

from celery.signals import worker_process_init

from config.celery import app

__all__ = ["app"]


@worker_process_init.connect
def get_ready(**_: Any) -> None:
    from benchmarks.rescore import warm_classifier  # noqa: PLC0415 -- Django is not set up before

    warm_classifier()
    Path(os.environ["READY"], str(os.getpid())).touch()
