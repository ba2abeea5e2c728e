import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def fault(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault")


urlpatterns = [path("fault/", fault), path("", include("config.urls"))]


def test_a_wrong_address_says_so_and_leads_back(client):
    response = client.get("/articles/nowhere/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    assert 'href="/"' in response.content.decode()


def test_a_page_that_is_not_allowed_names_the_site_and_logs_one_line(client, caplog):
    client.force_login(make_user())
    response = client.get("/desk/")
    assert (response.status_code, settings.SITE_NAME in response.content.decode()) == (403, True)
    assert [(each.getMessage(), each.exc_info) for each in caplog.records] == [
        ("Not allowed: GET /desk/", None)
    ]


def test_the_log_in_page_is_named_after_the_site(client):
    page = client.get("/accounts/login/").content.decode()
    assert f"{settings.SITE_NAME}</a>" in page
    assert "testserver" not in page


@pytest.mark.urls(__name__)
def test_a_fault_has_a_page_that_needs_nothing():
    client = Client(raise_request_exception=False)
    response = client.get("/fault/")
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
