import pytest
from django.urls import reverse

from moderation.models import Watch
from moderation.services.decisions import watching
from moderation.services.judging import scoring
from tests.factories import make_article, make_comment, make_moderator, make_policy_version

pytestmark = pytest.mark.django_db

PAGE = "/desk/watches/"


@pytest.fixture
def desk(client):
    client.force_login(make_moderator(username="anna"))
    return client


def test_an_article_is_watched_from_the_page_which_says_by_whom(desk):
    article = make_article(title="<b>Hot</b>")
    form = {"article": article.slug, "treatment": "hold"}
    page = desk.post(PAGE, form, follow=True).content.decode()
    assert "You watch “&lt;b&gt;Hot&lt;/b&gt;”." in page
    assert "anna · Hidden until reviewed" in page


def test_an_article_is_named_by_its_title_or_address_and_what_was_typed_stays(desk):
    bridge = make_article(title="The bridge", url="https://paper.example/bridge?utm_source=x")
    pool = make_article(title="A new pool for the town")
    make_article(title="A new school for the town")
    names = ("the bridge", bridge.slug, "https://paper.example/bridge", "new pool")
    for named, article in zip(names, (bridge, bridge, bridge, pool), strict=True):
        desk.post(PAGE, {"article": named, "treatment": "hold"})
        assert Watch.objects.get().article == article, named
        Watch.objects.all().delete()
    for named, why in (
        ("no-such", "No article has this title or address."),
        ("for the town", "Several articles have this in their titles."),
    ):
        response = desk.post(PAGE, {"article": named, "treatment": "hold"})
        page = response.content.decode()
        assert (response.status_code, why in page) == (422, True)
        assert f'value="{named}"' in page
        assert '<option value="The bridge">' in page


def test_only_ones_own_watch_can_be_ended(desk):
    article = make_article()
    watching.watch(article=article, moderator=make_moderator(), treatment="hold")
    assert "end/" not in desk.get(PAGE).content.decode()
    desk.post(reverse("desk:unwatch", args=[article.slug]))
    assert Watch.objects.count() == 1


def test_the_card_says_who_watches(desk, written_release):
    make_policy_version()
    article = make_article()
    watching.watch(
        article=article, moderator=make_moderator(username="ben"), treatment=Watch.Treatment.FIRST
    )
    scoring.score([comment := make_comment(article=article)])
    card = desk.get(reverse("desk:card", args=[comment.pk])).content.decode()
    assert "<strong>Watched article</strong>: ben" in card
