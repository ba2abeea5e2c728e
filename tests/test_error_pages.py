import pytest
from django.test import Client

from articles import threads
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_a_wrong_address_says_so_and_leads_back(client):
    response = client.get("/articles/nowhere/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
    assert 'href="/"' in response.content.decode()


def test_a_fault_has_a_page_that_needs_nothing(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("a fault")

    monkeypatch.setattr(threads, "discussion", fail)
    client = Client(raise_request_exception=False)
    response = client.get(make_article().get_absolute_url())
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
