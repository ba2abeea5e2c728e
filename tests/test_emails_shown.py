"""Who sees readers' e-mail addresses: each kind of user against each place that has them."""

import pytest
from django.urls import reverse

from articles.models import Author
from moderation.models import Notice
from moderation.permissions import may_see_emails
from moderation.services.judging import scoring
from tests import addresses
from tests.factories import (
    make_administrator,
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(written_release):
    make_policy_version()
    author = make_author(name="Zoe", email="ani@example.org")
    scoring.score([make_comment("[personal_attack 0.9]", author=author)])
    return Notice.objects.get()


VISITORS = {
    "a reader": (make_user, False),
    "a moderator": (make_moderator, False),
    "staff": (make_staff, False),
    "staff who read notices": (lambda: make_staff("view_notice", "moderate"), False),
    "staff who read authors": (lambda: make_staff("view_author", "moderate"), True),
    "staff who change authors": (lambda: make_staff("change_author", "moderate"), True),
    "an administrator": (make_administrator, True),
}


@pytest.mark.parametrize(("make", "sees"), VISITORS.values(), ids=VISITORS)
def test_who_may_see_e_mail_addresses(make, sees):
    assert may_see_emails(make()) == sees


@pytest.mark.parametrize("make", [make for make, _ in VISITORS.values()], ids=VISITORS)
def test_who_sees_none(make):
    user = make()
    user.is_active = False
    assert not may_see_emails(user)


MODERATORS = {name: VISITORS[name] for name in VISITORS if name not in ("a reader", "staff")}


@pytest.mark.parametrize(("make", "sees"), MODERATORS.values(), ids=MODERATORS)
def test_the_desk_finds_and_shows_addresses_to_whoever_may_see_them(client, notice, make, sees):
    client.force_login(make())
    for asked in ("ani@example.org", "ani@", "ANI@EXAMPLE"):
        response = client.get(reverse("desk:search"), {"q": asked})
        assert [author.name for author in response.context["authors"]] == ["Zoe"] * sees
    page = client.get(reverse("desk:search"), {"q": "zoe"}).content.decode()
    assert ("Zoe" in page, "ani@example.org" in page) == (True, sees)


@pytest.mark.parametrize(("make", "sees"), VISITORS.values(), ids=VISITORS)
def test_the_admin_shows_and_exports_authors_to_whoever_may_see_addresses(
    client, notice, make, sees
):
    client.force_login(make())
    changelist = reverse("admin:articles_author_changelist")
    chosen = {"action": "export_author", "_selected_action": [Author.objects.get().pk]}
    for response in (
        client.get(changelist, {"q": "ani@example.org"}),
        client.post(changelist, chosen),
        client.get(reverse("admin:articles_author_change", args=[Author.objects.get().pk])),
    ):
        content = response.getvalue().decode() if response.streaming else response.content.decode()
        assert (response.status_code == 200 and "ani@example.org" in content) == sees


@pytest.mark.parametrize("who", ["a moderator", "staff who change authors", "an administrator"])
def test_no_other_page_of_the_desk_shows_an_address(client, notice, who):
    make, _ = VISITORS[who]
    client.force_login(make())
    for address in addresses.of("desk", {"pk": notice.comment_id}):
        assert "ani@example.org" not in client.get(address).getvalue().decode()
