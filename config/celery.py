"""The Celery app: `celery -A config worker`.  Only `rescore --celery` needs it."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("comity")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect  # type: ignore[untyped-decorator]  # Celery has no types
def warm_up(**_: Any) -> None:
    """Load the classifier before the processes of the worker are forked, which then share it."""
    from moderation.services.judging import fallback  # noqa: PLC0415 -- models need the app

    fallback.warm_up()
