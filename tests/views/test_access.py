import pytest
from django.conf import settings
from django.db import connection
from django.shortcuts import resolve_url
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_comment, make_moderator, make_review_item, make_user

pytestmark = pytest.mark.django_db


def test_a_moderator_who_left_is_sent_to_the_login(client):
    client.force_login(left := make_moderator())
    left.is_active = False
    left.save(update_fields=["is_active"])
    response = client.get(reverse("desk:queue"))
    assert response.url.startswith(resolve_url(settings.LOGIN_URL))


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
