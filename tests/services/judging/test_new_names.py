import pytest
from django.urls import reverse

from moderation.services.judging import new_names
from tests.factories import make_author, make_policy_version, make_user

pytestmark = pytest.mark.django_db

CREATED = {"created_at_0": "2026-01-01", "created_at_1": "10:00:00"}
VILE, BROKEN = "Ann [profanity 0.95]", "Ann [broken]"


@pytest.fixture(autouse=True)
def _version(written_release):
    make_policy_version()


@pytest.mark.parametrize(
    ("name", "error"),
    [
        (VILE, "This name may break the discussion policy: profanity."),
        ("www.pills.example", "This name may break the discussion policy."),
        ("\u3164", "Please enter a readable name."),
        (BROKEN, new_names.UNCHECKED),
    ],
)
def test_the_admin_refuses_a_bad_name(client, name, error):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    author = make_author(name="Ann")
    address = reverse("admin:articles_author_change", args=[author.pk])
    page = client.post(address, {"name": name, "email": "", "user": "", **CREATED})
    assert page.context["adminform"].form.errors["name"] == [error]
    client.post(address, {"name": "  Anne\u200b ", "email": "", "user": "", **CREATED})
    author.refresh_from_db()
    assert author.name == "Anne"


def test_the_admin_changes_an_author_whose_name_stays(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    author = make_author(name=VILE)
    address = reverse("admin:articles_author_change", args=[author.pk])
    client.post(address, {"name": VILE, "email": "a@example.org", "user": "", **CREATED})
    author.refresh_from_db()
    assert author.email == "a@example.org"
