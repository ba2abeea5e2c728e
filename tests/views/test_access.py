import pytest
from django.conf import settings
from django.db import connection
from django.shortcuts import resolve_url
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from moderation.urls import urlpatterns
from tests.factories import make_comment, make_moderator, make_review_item, make_user

pytestmark = pytest.mark.django_db

ARGUMENTS = {
    "pk": 1,
    "slug": "needs-review",
    "block": 1,
    "name": "days",
    "batch": "0b0e3e0e-0000-4000-8000-000000000000",
}


def _addresses():
    for pattern in urlpatterns:
        names = pattern.pattern.converters
        yield reverse(f"desk:{pattern.name}", kwargs={name: ARGUMENTS[name] for name in names})


ADDRESSES = sorted(set(_addresses()))


def test_there_is_something_to_protect():
    assert len(ADDRESSES) >= len(urlpatterns) - 1


VISITORS = {
    "a stranger": (lambda: None, "login"),
    "a reader": (make_user, "refused"),
    "staff": (lambda: make_user(is_staff=True), "refused"),
    "a moderator who left": (lambda: _left(make_moderator()), "login"),
    "a moderator": (make_moderator, "in"),
    "an administrator": (lambda: make_user(is_superuser=True), "in"),
}


def _left(moderator):
    moderator.is_active = False
    moderator.save(update_fields=["is_active"])
    return moderator


def _met(response):
    if response.status_code == 403:
        return "refused"
    login = resolve_url(settings.LOGIN_URL)
    return "login" if response.status_code == 302 and response.url.startswith(login) else "in"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("visitor", VISITORS)
def test_only_moderators_get_into_the_desk(client, visitor, address, method):
    make, expected = VISITORS[visitor]
    if visitor == "a moderator" and address == reverse("desk:spread", args=["needs-review"]):
        expected = "refused"  # cases are assigned to colleagues by who may
    if visitor == "a moderator" and address.startswith(reverse("desk:policies")):
        expected = "refused"  # a policy is changed by its editors only
    if visitor == "a moderator" and address.startswith(reverse("desk:webhooks")):
        expected = "refused"  # webhooks are for administrators
    if user := make():
        client.force_login(user)
    assert _met(getattr(client, method)(address)) == expected


def test_an_expired_session_sends_the_whole_page_to_the_login(client):
    item = make_review_item(make_comment())
    response = client.post(
        reverse("desk:decide", args=[item.comment_id]),
        HTTP_HX_REQUEST="true",
        HTTP_HX_CURRENT_URL="http://testserver/desk/?order=oldest",
    )
    login = resolve_url(settings.LOGIN_URL)
    assert response["HX-Redirect"] == f"{login}?next=/desk/%3Forder%3Doldest"


def test_who_is_refused_is_told_what_to_do(client):
    client.force_login(make_user())
    page = client.get(reverse("desk:queue")).content.decode()
    assert "An administrator can give it the permission" in page


@pytest.mark.parametrize("name", ["queue", "appeals", "log", "search", "statistics", "runs"])
def test_every_page_of_the_desk_shows_the_queues(client, name):
    client.force_login(make_moderator())
    page = client.get(reverse(f"desk:{name}")).content.decode()
    assert '<nav class="queues"' in page


def test_a_fragment_of_the_desk_makes_no_query_for_what_it_does_not_show(client):
    client.force_login(make_moderator())
    comment = make_comment()
    client.get(reverse("desk:thread", args=[comment.pk]))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("desk:thread", args=[comment.pk]))
    asked = " ".join(query["sql"] for query in captured)
    assert "moderation_preferences" not in asked
    assert "moderation_savedview" not in asked
    assert "moderation_reviewitem" not in asked
