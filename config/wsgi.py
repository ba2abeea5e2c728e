import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from moderation.services.judging import fallback  # noqa: E402 -- models need the application

fallback.warm_up()
