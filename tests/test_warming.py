"""Servers and workers have loaded the classifier before they take work."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

FORKED = (
    "import django; django.setup(); import os; "
    "from moderation.services.judging import fallback, releases; fallback.warm_up(); "
    "child = os.fork(); child or os._exit(releases._load.cache_info()[3]); "
    "print(os.waitpid(child, 0)[1] >> 8)"
)
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


@pytest.mark.parametrize(("threads", "inherited"), [("1", "1"), ("2", "0")])
def test_a_forked_process_inherits_what_has_no_threads(threads, inherited):
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "TRANSFORMER_THREADS": threads}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", FORKED],
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
        env=os.environ | environment,
    )
    assert done.stdout.strip() == inherited
