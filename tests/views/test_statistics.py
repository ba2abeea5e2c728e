import csv
import io
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from moderation.services.desk import statistics
from tests.factories import make_author, make_comment, make_moderator, make_review_item, make_user

pytestmark = pytest.mark.django_db


def may_compare():
    return Permission.objects.get(codename="compare_moderators")


@pytest.fixture
def desk(client):
    """The desk of a senior moderator."""
    senior = make_moderator()
    senior.user_permissions.add(may_compare())
    client.force_login(senior)
    return client


def _remove_one(**fields):
    comment = make_review_item(make_comment(**fields), probability=0.9).comment
    decide(
        comment=comment,
        moderator=make_moderator(),
        action="remove",
        version_token=version_token_of(comment),
    )


def _csv(desk, name):
    content = desk.get(reverse("desk:statistics_csv", args=[name])).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def moderators_in(client):
    page = client.get(reverse("desk:statistics")).context["tables"]["moderators"]
    return [row["moderator"] for row in page.rows], [row[0] for row in _csv(client, "moderators")]


def test_a_moderator_sees_their_own_speed_and_no_colleague_s(client):
    anna, ben = make_moderator(username="anna"), make_moderator(username="ben")
    for moderator in (anna, ben):
        comment = make_review_item().comment
        decide(
            comment=comment,
            moderator=moderator,
            action="approve",
            version_token=version_token_of(comment),
        )
    client.force_login(anna)
    assert moderators_in(client) == (["anna"], ["Moderator", "anna"])
    anna.user_permissions.add(may_compare())
    shown, exported = moderators_in(client)
    assert (sorted(shown), sorted(exported)) == (["anna", "ben"], ["Moderator", "anna", "ben"])


def test_an_administrator_reads_statistics_and_webhooks_and_nothing_else_of_the_desk(
    client,
):
    administrator = make_user(is_staff=True)
    administrator.groups.add(Group.objects.get(name="Administrators"))
    client.force_login(administrator)
    page = client.get(reverse("desk:statistics"))
    assert page.status_code == 200
    assert set(re.findall(r'href="(/desk/[a-z-]*/)', page.content.decode())) == {
        "/desk/statistics/",
        "/desk/webhooks/",
    }
    assert client.get(reverse("desk:queue")).status_code == 403


def test_every_table_is_on_the_page_with_a_link_to_its_csv(desk):
    _remove_one()
    page = desk.get(reverse("desk:statistics")).content.decode()
    for name in statistics.TABLES:
        assert f'id="{name}"' in page
        if name not in ("clauses", "languages"):  # nothing was found, nothing is scored
            assert reverse("desk:statistics_csv", args=[name]) in page


def test_tables_sort_by_any_column_both_ways(desk):
    for name in ("Anna", "Ben", "Ben"):
        _remove_one(author=make_author(name=name))
    page = reverse("desk:statistics")
    for sort, expected in (("name", ["Anna", "Ben", "Ben"]), ("-name", ["Ben", "Ben", "Anna"])):
        response = desk.get(page, {"table": "authors", "sort": sort})
        rows = response.context["tables"]["authors"].rows
        assert [row["name"] for row in rows] == expected


def test_a_table_is_exported_as_csv(desk):
    _remove_one(author=make_author(name="Anna"))
    assert _csv(desk, "authors") == [
        ["Author", "Decided", "Removed", "Removed, %"],
        ["Anna", "1", "1", "100"],
    ]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_name_does_not_become_a_formula(desk, name):
    _remove_one(author=make_author(name=name))
    assert _csv(desk, "authors")[1][0] == f"'{name}"


def test_there_is_no_table_of_any_name(desk):
    assert desk.get(reverse("desk:statistics_csv", args=["nonsense"])).status_code == 404


def test_an_empty_site_has_statistics_too(desk):
    assert desk.get(reverse("desk:statistics"), {"days": "x"}).status_code == 200


def test_no_language_writes_a_comma_into_the_places_of_a_plot(desk):
    _remove_one(text="You idiot.")
    page = desk.get(reverse("desk:statistics"), HTTP_ACCEPT_LANGUAGE="de").content.decode()
    places = re.findall(r' (?:x|y|x1|y1|width|height)="([^"]*)"', page)
    assert places
    assert [place for place in places if "," in place] == []
