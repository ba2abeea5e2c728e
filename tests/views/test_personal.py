import pytest
from django.conf import settings
from django.urls import reverse
from pytest_django.asserts import assertContains

from moderation.models import Preferences, SavedView
from tests.factories import make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    moderator = make_moderator()
    client.force_login(moderator)
    return moderator


def test_a_view_is_kept_under_a_name_and_shown_at_the_desk(client, moderator):
    address = f"{reverse('desk:queue')}?order=oldest&section=Sport"
    response = client.post(reverse("desk:save_view"), {"name": "Old sport", "next": address})
    assert response.url == address
    page = client.get(reverse("desk:queue")).content.decode()
    assert "Old sport" in page


def test_the_same_name_moves_the_view(client, moderator):
    for order in ("oldest", "uncertain"):
        form = {"name": "Mine", "next": f"/desk/?order={order}"}
        client.post(reverse("desk:save_view"), form)
    assert SavedView.objects.get().address == "/desk/?order=uncertain"


def test_a_view_never_leads_elsewhere(client, moderator):
    client.post(reverse("desk:save_view"), {"name": "Trap", "next": "//elsewhere.example/"})
    assert SavedView.objects.get().address == reverse("desk:queue")


def test_views_are_forgotten_by_their_owner_only(client, moderator):
    mine = SavedView.objects.create(moderator=moderator, name="Mine", address="/desk/")
    other = SavedView.objects.create(moderator=make_moderator(), name="Other", address="/desk/")
    assert client.post(reverse("desk:forget_view", args=[other.pk])).status_code == 404
    client.post(reverse("desk:forget_view", args=[mine.pk]))
    assert list(SavedView.objects.all()) == [other]


def test_preferences_are_kept_and_take_effect(client, moderator):
    client.post(reverse("desk:preferences"), {"mask_evidence": "on"})
    chosen = Preferences.objects.get(moderator=moderator)
    assert (chosen.mask_evidence, chosen.single_keys) == (True, False)
    page = client.get(reverse("desk:queue")).content.decode()
    assert 'class="desk masking" data-keys="off"' in page


def test_the_footer_of_the_desk_names_the_version(client, moderator):
    page = client.get(reverse("desk:queue"))
    assertContains(
        page, f'<footer class="product-version quiet">Comity {settings.VERSION}</footer>', html=True
    )
