"""What is too long for a form is refused before any of it is read."""

import io

import pytest
from django.urls import reverse

from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

MEGABYTE = 1_000_000


class Body(io.RawIOBase):
    """A body that is as long as it says, and remembers how much of it was read."""

    def __init__(self, length):
        self.left, self.taken = length, 0

    def read(self, size=-1):
        number = self.left if size < 0 else min(size, self.left)
        self.left -= number
        self.taken += number
        return b"x" * number


def send(client, address, length, content_type):
    body = Body(length)
    response = client.generic(
        "POST",
        address,
        content_type=content_type,
        **{"wsgi.input": body, "CONTENT_LENGTH": str(length)},
    )
    return response, body.taken


ADDRESSES = ["/accounts/login/", "/accounts/join/", "/policy/", "/desk/", "/desk/policies/"]
ADDRESSES += ["/articles/{slug}/comments/", "/admin/login/", "/admin/articles/article/add/"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "text/plain", ""])
@pytest.mark.parametrize("staff", [False, True])
def test_sixty_megabytes_are_not_read(client, address, kind, staff):
    article = make_article()
    if staff:
        client.force_login(make_user(is_staff=True, is_superuser=True))
    response, taken = send(client, address.format(slug=article.slug), 60 * MEGABYTE, kind)
    assert (response.status_code, taken) == (413, 0)


@pytest.mark.parametrize("address", ["/batch", "/v1alpha1/comments:analyze?key=1"])
def test_the_api_says_so_as_its_clients_read_it(client, address):
    response, taken = send(client, address, 60 * MEGABYTE, "application/json")
    assert (response.json()["error"]["status"], taken) == ("INVALID_ARGUMENT", 0)


def test_what_a_form_may_hold_is_read(client):
    article = make_article()
    text = "x" * (2 * MEGABYTE)
    address = reverse("articles:post_comment", args=[article.slug])
    response = client.post(address, {"text": text, "name": "Ani"})
    assert response.status_code == 400
    assert text in response.content.decode()


@pytest.mark.parametrize("length", ["-1", "", "٣", "9" * 30, "x"])
def test_a_length_that_is_none_makes_no_page_fail(client, length):
    client.raise_request_exception = False
    response = client.generic("POST", "/accounts/login/", b"a=b", CONTENT_LENGTH=length)
    assert response.status_code < 500
