from django.core.asgi import get_asgi_application

from config.serving import started

application = started(get_asgi_application)
