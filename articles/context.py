from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:  # noqa: ARG001 -- a context processor
    """What every page may say about the site."""
    return {"site_name": settings.SITE_NAME}
