"""Servers and workers have loaded the classifier before they take work."""

import subprocess
import sys

import pytest
from django.conf import settings

LOADED = "from moderation.services.judging import releases; print(releases._load.cache_info()[3])"
CELERY = (
    "from config.celery import app; from celery.signals import worker_init; "
    "app.loader.import_default_modules(); worker_init.send(None); "
)


@pytest.mark.parametrize(
    "start",
    ["import config.wsgi; ", "import config.asgi; ", CELERY],
    ids=["wsgi", "asgi", "celery"],
)
def test_the_classifier_is_loaded_before_the_first_request(start):
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", start + LOADED],
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
    )
    assert done.stdout.split() == ["1"]
