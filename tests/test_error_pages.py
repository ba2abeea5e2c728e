import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

pytestmark = pytest.mark.django_db


def fault(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault")


urlpatterns = [path("fault/", fault), path("", include("config.urls"))]


def test_a_wrong_address_says_so_and_leads_back(client):
    response = client.get("/articles/nowhere/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
    assert 'href="/"' in response.content.decode()


@pytest.mark.urls(__name__)
def test_a_fault_has_a_page_that_needs_nothing():
    client = Client(raise_request_exception=False)
    response = client.get("/fault/")
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
