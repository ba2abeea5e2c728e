"""The addresses of the site, and a page with nothing on it: what Django itself takes."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from config import urls


def empty(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>Empty</title>")


urlpatterns: list[URLPattern | URLResolver] = [*urls.urlpatterns, path("empty/", empty)]
