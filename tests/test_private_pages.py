"""What is shown to one person is kept out of caches, and a notice's address is told to nobody."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from articles.models import Comment
from moderation.models import Appeal, Notice
from moderation.services.judging import scoring
from tests import addresses
from tests.factories import (
    make_administrator,
    make_article,
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
)

pytestmark = pytest.mark.django_db

HELD = "[personal_attack 0.9]"


@pytest.fixture
def version(written_release):
    return make_policy_version()


@pytest.fixture
def notice(version):
    scoring.score([make_comment(HELD, author=make_author(name="Ani", email="ani@example.org"))])
    return Notice.objects.get()


def kept_by_caches(response):
    """What Cache-Control lacks of the two words that keep a page out of every cache."""
    said = {word.strip() for word in response.headers.get("Cache-Control", "").split(",")}
    return {"private", "no-store"} - said


def arguments_of(notice):
    return {"pk": notice.comment_id, "token": notice.token}


@pytest.mark.parametrize("namespace", ["desk", "discussion", "articles", ""])
def test_no_page_for_somebody_who_is_signed_in_is_kept_by_a_cache(client, notice, namespace):
    administrator = make_administrator()
    given = arguments_of(notice) | ({} if namespace == "desk" else {"slug": _slug(notice)})
    walked = addresses.of(namespace, given)
    assert len(walked) > 3
    for address in walked:
        for method in (client.get, client.post):
            client.force_login(administrator)  # one of the addresses ends sessions
            if address != reverse("logout"):
                assert kept_by_caches(method(address)) == set(), address


def _slug(notice):
    return notice.comment.article.slug


def test_no_page_of_the_admin_is_kept_by_a_cache(client, notice):
    client.force_login(make_administrator())
    assert kept_by_caches(client.get(reverse("admin:index"))) == set()
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert kept_by_caches(client.get(reverse(f"{name}_changelist"))) == set()
        for row in model.objects.all()[:1]:
            assert kept_by_caches(client.get(reverse(f"{name}_change", args=[row.pk]))) == set()


def test_a_csv_of_the_desk_is_not_kept_by_a_cache(client):
    client.force_login(make_moderator())
    response = client.get(reverse("desk:statistics_csv", args=["days"]))
    assert (response["Content-Type"], kept_by_caches(response)) == (
        "text/csv; charset=utf-8",
        set(),
    )


def test_pages_with_a_reader_s_own_held_comment_are_not_kept_and_those_of_others_may_be(
    client, version
):
    article = make_article()
    given = {"name": "Ani", "text": HELD, "confirmed": "on"}
    posted = client.post(f"/articles/{article.slug}/comments/", given)
    page = client.get(article.get_absolute_url())
    assert HELD in page.content.decode()
    edit = client.get(reverse("articles:edit_comment", args=[Comment.objects.get().pk]))
    assert [kept_by_caches(response) for response in (posted, page, edit)] == [set()] * 3
    assert kept_by_caches(Client().get(article.get_absolute_url())) == {"private", "no-store"}


def test_the_address_of_a_notice_is_told_to_no_other_site_and_to_no_cache(client, notice):
    page = client.get(notice.get_absolute_url())
    refused = client.post(f"{notice.get_absolute_url()}appeal/", {"text": ""})
    lodged = client.post(f"{notice.get_absolute_url()}appeal/", {"text": "Please."})
    for response in (page, refused, lodged):
        assert response["Referrer-Policy"] == "no-referrer"
        assert kept_by_caches(response) == set()


def test_an_appeal_needs_no_origin_since_its_page_lets_the_browser_send_none(notice):
    Comment.objects.update(status="removed")
    Notice.objects.update(kind=Notice.Kind.REMOVED)
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(notice.get_absolute_url()).content.decode()
    assert page.count("<form") == 1
    browser.post(
        f"{notice.get_absolute_url()}appeal/", {"text": "Please."}, headers={"Origin": "null"}
    )
    assert Appeal.objects.get().text == "Please."
