"""The site's Celery application, for workers that signal when they are warmed up.

Each worker process loads the classifier, scores other comments, and creates a file
named by its process id in the folder READY.
"""

import os
from pathlib import Path
from typing import Any

from celery.signals import worker_process_init

from config.celery import app

__all__ = ["app"]


@worker_process_init.connect
def get_ready(**_: Any) -> None:
    from benchmarks.django_loop import warm_classifier  # noqa: PLC0415 -- Django is not set up before

    warm_classifier()
    Path(os.environ["READY"], str(os.getpid())).touch()
