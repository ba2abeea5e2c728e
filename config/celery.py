"""The Celery app: `celery -A config worker`.  Only `rescore --celery` needs it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("comity")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
