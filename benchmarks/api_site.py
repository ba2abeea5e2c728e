"""The site as gunicorn serves it to `benchmarks/api.py`, with an empty page beside it."""

from django.conf import settings

from config.wsgi import application

settings.ROOT_URLCONF = "benchmarks.empty_page"

__all__ = ["application"]
