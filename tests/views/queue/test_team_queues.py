"""Queues beside the built-in ones: one's own, the snoozed, and named ones with rules."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from moderation.models import ReviewItem, SavedView
from moderation.services.decisions import assigning, cases
from moderation.services.decisions.concurrency import version_token_of
from tests.factories import make_moderator
from tests.views.queue.cards import waiting_case

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}
RULES = f"{reverse('desk:queue')}?least=50"


@pytest.fixture
def anna(client):
    anna = make_moderator(username="anna")
    client.force_login(anna)
    return anna


def _may(user, codename):
    user.user_permissions.add(Permission.objects.get(codename=codename))


def _page(client, slug, query=None):
    return client.get(reverse("desk:queue", args=[slug]), query or {})


def _counts(response):
    return {entry["slug"]: entry["count"] for entry in response.context["queues"]}


def _snooze(item, moderator, note=""):
    token = version_token_of(item.comment)
    cases.defer(comment=item.comment, moderator=moderator, version_token=token, note=note)


def test_saved_views_of_queues_have_counts(client, anna):
    for probability in (0.9, 0.4):
        waiting_case("There.", probability)
    views = {"worst": RULES, "words": reverse("desk:search") + "?q=there"}
    for name, address in views.items():
        SavedView.objects.create(moderator=anna, name=name, address=address)
    saved = _page(client, "needs-review").context["saved_views"]
    assert [(view["name"], view["count"]) for view in saved] == [("words", None), ("worst", 1)]


def test_the_snoozed_are_a_queue_that_says_by_whom_and_until_when(client, anna):
    for place in range(3):
        _snooze(waiting_case(f"Remark {place}.", 0.8), anna, "Waits for the editor.")
    response = _page(client, "snoozed")
    page = " ".join(response.content.decode().split())
    assert [card.comment.text for card in response.context["cards"]] == [
        f"Remark {place}." for place in range(3)
    ]
    assert page.count("Snoozed by <strong>anna</strong> until") == 3
    assert "Waits for the editor." in page
    assert _counts(response)["snoozed"] == 3


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_snoozed_case_is_woken_by_a_button(client, anna, headers):
    item = waiting_case("There.", 0.8)
    _snooze(item, make_moderator())
    address = reverse("desk:wake", args=[item.comment_id])
    assert address in _page(client, "snoozed").content.decode()
    assert client.post(address, **headers).status_code in (200, 302)
    assert "There." in _page(client, "needs-review").content.decode()
    assert client.post(address, **HTMX).status_code == 409


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_case_is_assigned_to_oneself_from_its_card(client, anna, headers):
    item = waiting_case("There.", 0.8)
    address = reverse("desk:assign", args=[item.comment_id])
    assert address in _page(client, "needs-review").content.decode()
    client.post(address, {"assign_to": anna.pk, "note": "Typed."}, **headers)
    response = _page(client, "assigned")
    assert "Assigned to you" in response.content.decode()
    assert _counts(response)["assigned"] == 1
    client.post(address, {"assign_to": "nobody"}, **headers)
    assert _counts(_page(client, "assigned"))["assigned"] == 0


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_case_is_assigned_to_a_colleague_who_is_chosen_on_request(client, anna, headers):
    item, ben = waiting_case("There.", 0.8), make_moderator(username="ben")
    _may(anna, "assign_cases")
    address = reverse("desk:assign", args=[item.comment_id])
    asked = client.get(address, **headers).content.decode()
    assert f'<option value="{ben.pk}">ben</option>' in asked
    client.post(address, {"colleague": ben.pk}, **headers)
    item.refresh_from_db()
    assert item.assigned_to == ben


@pytest.mark.parametrize("asked", ["", "x", "999999", "²"])
def test_a_colleague_that_there_is_not_is_refused(client, anna, asked):
    item = waiting_case("There.", 0.8)
    address = reverse("desk:assign", args=[item.comment_id])
    page = client.post(address, {"assign_to": asked}, follow=True).content.decode()
    assert "Choose a colleague." in page


def test_an_assigned_case_is_passed_over_and_found_by_a_filter(client, anna):
    item, ben = waiting_case("There.", 0.8), make_moderator(username="ben")
    assigning.assign(comment=item.comment, to=ben, by=ben)
    response = _page(client, "needs-review")
    assert "There." not in response.content.decode()
    assert _counts(response)["needs-review"] == 0
    page = _page(client, "needs-review", {"assigned": "anybody"}).content.decode()
    assert "Assigned to ben" in page


def test_a_queue_is_spread_after_its_shares_were_shown(client, anna):
    _may(anna, "assign_cases")
    ben = make_moderator(username="ben")
    for place in range(5):
        waiting_case(f"Remark {place}.", 0.8)
    address = reverse("desk:spread", args=["needs-review"])
    asked = {"number": 4, "to": [anna.pk, ben.pk]}
    page = client.get(address, asked).content.decode()
    assert "<li>anna: 2</li><li>ben: 2</li>" in page
    assert not ReviewItem.objects.filter(assigned_to__isnull=False).exists()
    page = client.post(address, asked, follow=True).content.decode()
    assert "ben has 2 more cases." in page
    assert ReviewItem.objects.filter(assigned_to=ben).count() == 2
    assert ReviewItem.objects.filter(assigned_to__isnull=True).count() == 1


def test_spreading_takes_a_permission(client, anna):
    response = client.get(reverse("desk:spread", args=["needs-review"]))
    assert response.status_code == 403
    assert "Can assign cases to colleagues" in response.content.decode()


def _share(client, audience="all", name="Hard ones", address=RULES):
    form = {"name": name, "next": address, "for": audience}
    return client.post(reverse("desk:save_view"), form)


def test_a_named_queue_has_its_rules_its_count_and_its_narrowing(client, anna):
    _may(anna, "define_queues")
    waiting_case("Surely.", 0.9)
    waiting_case("Perhaps.", 0.6)
    waiting_case("Hardly.", 0.2)
    answer = _share(client)
    client.force_login(make_moderator())
    response = client.get(answer.url)
    assert [card.comment.text for card in response.context["cards"]] == ["Surely.", "Perhaps."]
    assert "<h1>Hard ones</h1>" in response.content.decode()
    slug = response.context["slug"]
    assert (_counts(response)[slug], response.context["left"]) == (2, 2)
    narrowed = _page(client, slug, {"most": "70"})
    assert [card.comment.text for card in narrowed.context["cards"]] == ["Perhaps."]
    for name in ("news", "bulk", "clusters"):
        assert client.get(reverse(f"desk:{name}", args=[slug])).status_code == 200


def test_a_named_queue_may_be_for_a_group(client, anna):
    _may(anna, "define_queues")
    group = Group.objects.create(name="Night shift")
    answer = _share(client, str(group.pk))
    stranger, member = make_moderator(), make_moderator()
    member.groups.add(group)
    for user, status in ((anna, 200), (stranger, 404), (member, 200)):
        client.force_login(user)
        assert client.get(answer.url).status_code == status
        page = client.get(reverse("desk:queue")).content.decode()
        assert ("Hard ones" in page) is (status == 200)


def test_defining_a_queue_takes_a_permission_and_a_built_in_queue(client, anna):
    assert _share(client).status_code == 403
    _may(anna, "define_queues")
    for address in (reverse("desk:log"), reverse("desk:queue", args=["snoozed"])):
        _share(client, address=address)
    _share(client, "999999")
    assert not SavedView.objects.exists()


def test_a_queue_is_redefined_by_its_name_and_deleted_by_who_may(client, anna):
    _may(anna, "define_queues")
    _share(client)
    _share(client, address=f"{reverse('desk:queue', args=['reported'])}?reported=yes")
    view = SavedView.objects.get()
    assert "reported=yes" in view.address
    address = reverse("desk:forget_view", args=[view.pk])
    client.force_login(make_moderator())
    assert client.post(address).status_code == 404
    client.force_login(anna)
    assert "Hard ones" in client.get(reverse("desk:preferences")).content.decode()
    client.post(address)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("slug", ["view-1", "view-x", "view-", "nothing"])
def test_a_queue_that_there_is_not_is_not_found(client, anna, slug):
    assert _page(client, slug).status_code == 404


@pytest.mark.parametrize("slug", ["snoozed", "assigned", "view"])
def test_a_team_queue_takes_the_same_queries_for_one_and_for_three(client, anna, slug):
    _may(anna, "define_queues")
    address = _share(client).url if slug == "view" else reverse("desk:queue", args=[slug])
    taken = []
    for number in (1, 2):
        for _ in range(number):
            item = waiting_case("There.", 0.8)
            if slug == "snoozed":
                _snooze(item, make_moderator())
            elif slug == "assigned":
                assigning.assign(comment=item.comment, to=anna, by=anna)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        taken.append(len(captured))
    assert len(response.context["cards"]) == 3
    assert taken[0] == taken[1]
