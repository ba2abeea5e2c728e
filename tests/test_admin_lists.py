"""What the admin's lists show and find."""

import pytest
from django.urls import reverse

from moderation.models import Decision
from tests.factories import make_administrator, make_article, make_author, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _administrator(client):
    client.force_login(make_administrator())


def listed(client, page, **asked):
    return client.get(reverse(f"admin:{page}_changelist"), asked)


def decide(comment, **fields):
    return Decision.objects.create(
        comment=comment, action="remove", status_before="held", status_after="removed", **fields
    )


def test_a_list_of_comments_shows_text_article_author_and_status(client):
    article = make_article(title="The harbour")
    comment = make_comment("Fish, every day. " * 20, article=article, posted_as="Ani")
    page = listed(client, "articles_comment").content.decode()
    (row,) = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    for shown in (comment.text[:100], "The harbour", "Ani", "Held for review"):
        assert shown in row
    assert comment.text not in row


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("page", ["articles_comment", "moderation_decision"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(
    client, django_assert_max_num_queries, number, page
):
    for _ in range(number):
        decide(make_comment())
    with django_assert_max_num_queries(6):
        listed(client, page)


def test_decisions_are_found_by_comment_and_author(client):
    fish = decide(make_comment("Fresh fish", author=make_author(name="Ani")))
    bread = decide(make_comment("Old bread", author=make_author(name="Ben")), note="stale")
    found = {
        term: list(listed(client, "moderation_decision", q=term).context["cl"].queryset)
        for term in ("fish", "ben", "stale", str(fish.comment_id), "wine", "")
    }
    assert found == {
        "fish": [fish],
        "ben": [bread],
        "stale": [bread],
        str(fish.comment_id): [fish],
        "wine": [],
        "": [bread, fish],
    }


def test_the_admin_is_named_after_the_site(client):
    page = client.get(reverse("admin:index")).content.decode()
    assert "Comity: administration" in page
    assert "Django administration" not in page
