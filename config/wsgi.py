from django.core.wsgi import get_wsgi_application

from config.serving import started

application = started(get_wsgi_application)
