import pytest
from django.db import connection
from django.test import Client

from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_a_wrong_address_says_so_and_leads_back(client):
    response = client.get("/articles/nowhere/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
    assert 'href="/"' in response.content.decode()


def test_a_fault_has_a_page_that_needs_nothing():
    def fail(*_):
        raise RuntimeError("a fault")

    address = make_article().get_absolute_url()
    with connection.execute_wrapper(fail):
        response = Client(raise_request_exception=False).get(address)
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
