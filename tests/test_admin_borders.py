"""What the admin shows nobody, and what nobody changes there."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from articles.models import Comment
from moderation.models import Notice, Policy
from moderation.services.judging import scoring
from tests.factories import (
    make_administrator,
    make_article,
    make_author,
    make_comment,
    make_policy_version,
    make_staff,
    make_user,
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


@pytest.mark.parametrize(
    "permissions", [(), ("view_notice", "view_appeal"), ("moderate", "view_notice")]
)
def test_no_redirect_of_the_admin_leads_staff_to_a_notice(client, notice, permissions):
    client.force_login(make_staff(*permissions))
    for kind in ContentType.objects.all():
        response = client.get(f"/admin/r/{kind.pk}/{notice.pk}/")
        assert (response.status_code, response.headers.get("Location")) == (404, None)


@pytest.mark.parametrize("make", [make_administrator, lambda: make_staff("view_notice")])
def test_no_page_of_the_admin_shows_the_token_of_a_notice(client, notice, make):
    client.force_login(make())
    for page in ("changelist", "change", "history"):
        arguments = [] if page == "changelist" else [notice.pk]
        response = client.get(reverse(f"admin:moderation_notice_{page}", args=arguments))
        assert response.status_code == 200
        assert notice.token not in response.content.decode()
        assert "/admin/r/" not in response.content.decode()


SECRETS = [
    ("notice", "token"),
    ("notice", "recipient_key"),
    ("block", "email_key"),
    ("block", "network_key"),
]


@pytest.mark.parametrize(("model", "field"), SECRETS)
@pytest.mark.parametrize("lookup", ["", "__startswith", "__regex", "__gt", "__isnull"])
def test_no_list_of_the_admin_is_narrowed_by_a_secret(client, notice, model, field, lookup):
    client.force_login(make_administrator())
    changelist = reverse(f"admin:moderation_{model}_changelist")
    response = client.get(changelist, {f"{field}{lookup}": "0"})
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("articles_comment", "text__regex"),
        ("articles_comment", "text__iregex"),
        ("articles_comment", "posted_as__contains"),
        ("articles_article", "body__regex"),
        ("articles_author", "name__regex"),
        ("auth_user", "username__regex"),
        ("auth_group", "name__iregex"),
        ("moderation_decision", "note__regex"),
        ("moderation_policyversion", "text__regex"),
        ("moderation_report", "note__icontains"),
    ],
)
def test_no_list_of_the_admin_is_narrowed_by_a_pattern(client, page, asked):
    client.force_login(make_administrator())
    address = reverse(f"admin:{page}_changelist")
    assert client.get(address, {asked: "(a+)+$"}).status_code == 400


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("articles_comment", {"status__exact": "held"}),
        (
            "articles_comment",
            {"posted_at__gte": "2026-01-01 00:00:00Z"},
        ),
        ("articles_article", {"published_at__year": "2026", "published_at__month": "1"}),
        ("auth_user", {"groups__id__exact": "1", "is_staff__exact": "1"}),
        ("moderation_score", {"release__id__exact": "1"}),
    ],
)
def test_the_filters_of_the_admin_s_own_lists_work(client, page, asked):
    client.force_login(make_administrator())
    assert client.get(reverse(f"admin:{page}_changelist"), asked).status_code == 200


def test_a_list_of_comments_is_not_narrowed_by_the_form_that_posted_them(client, notice):
    client.force_login(make_administrator())
    response = client.get(reverse("admin:articles_comment_changelist"), {"submission__gt": "0"})
    assert response.status_code == 400


def test_the_admin_leads_from_an_article_to_its_page(client):
    article = make_article()
    client.force_login(make_administrator())
    page = client.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert f'href="{article.get_absolute_url()}"' in page.content.decode()


# What decisions rest on


def test_the_admin_gives_a_comment_no_other_author_article_or_place(client, notice):
    comment, other = notice.comment, make_comment()
    before = Comment.objects.filter(pk=comment.pk).values().get()
    client.force_login(make_administrator())
    changed = {
        "author": other.author_id,
        "article": other.article_id,
        "parent": other.pk,
        "status": "published",
        "text": "Praise.",
        "featured_at_0": "2026-01-01",
        "featured_at_1": "00:00",
    }
    address = reverse("admin:articles_comment_change", args=[comment.pk])
    assert client.post(address, changed).status_code == 403
    assert Comment.objects.filter(pk=comment.pk).values().get() == before


def test_the_admin_gives_an_author_no_other_account(client, notice):
    author, account = notice.author, make_user()
    client.force_login(make_administrator())
    address = reverse("admin:articles_author_change", args=[author.pk])
    changed = {"name": "Ani B.", "email": "", "user": account.pk, "source_id": "somebody"}
    assert client.post(address, changed).status_code == 302
    author.refresh_from_db()
    assert (author.name, author.user, author.source_id) == ("Ani B.", None, None)


def test_a_policy_is_not_moved_to_another_article(client, version):
    article = make_article()
    client.force_login(make_administrator())
    address = reverse("admin:moderation_policy_change", args=[version.policy_id])
    form = {
        "article": article.pk,
        "moderation": "pre",
        "approvals_of_new_authors": 0,
        "record_minimum": 5,
        "record_days": 30,
        "examples-TOTAL_FORMS": 0,
        "examples-INITIAL_FORMS": 0,
    }
    assert client.post(address, form).status_code == 302
    policy = Policy.objects.get()
    assert (policy.article, policy.moderation) == (None, "pre")


def test_no_action_on_a_list_changes_what_was_decided(client, notice):
    client.force_login(make_administrator())
    offered = {}
    for model, page in admin.site._registry.items():
        request = client.get(reverse("admin:index")).wsgi_request
        if model._meta.app_label in ("articles", "moderation", "staff"):
            offered[model._meta.model_name] = set(page.get_actions(request)) - {"delete_selected"}
    assert {name: actions for name, actions in offered.items() if actions} == {
        "author": {"export_author", "erase_author"},
        "apikey": {"revoke"},
        "block": {"lift"},
        "alertchannel": {"try_out", "pause", "resume"},
        "coralconnection": {"pause", "resume"},
        "coralevent": {"work_again"},
        "webhookendpoint": {"resume"},
        "wordpressconnection": {"pause", "resume"},
        "delivery": {"send_again"},
        "staffsession": {"end"},
    }
