from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:  # noqa: ARG001 -- a context processor
    """What every page needs of the site's settings."""
    return {"site_name": settings.SITE_NAME}
