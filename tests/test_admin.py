import json

import pytest
from django.contrib import admin
from django.urls import reverse

from articles.models import Article, Author, Comment
from moderation.models import (
    ApiKey,
    Block,
    Decision,
    LegalReport,
    PolicyVersion,
    StrikeAnswer,
    TextChange,
    Watch,
)
from moderation.services.clients import api_keys, suggesting
from moderation.services.judging import scoring
from moderation.services.policy import drafting
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_policy_version,
    make_review_item,
    make_user,
    rule,
)

pytestmark = pytest.mark.django_db

OURS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in ("articles", "moderation", "staff")
]
RECORDS = [
    "appeal",
    "auditentry",
    "authorrecord",
    "classifierrelease",
    "decision",
    "finding",
    "legalreport",
    "notice",
    "origin",
    "report",
    "reviewitem",
    "score",
    "strikeanswer",
    "suggestedscore",
    "textchange",
    "watch",
]


@pytest.fixture
def superuser(client):
    user = make_user(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def admin_url(thing, page, *args):
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{page}", args=args)


@pytest.fixture
def full_site():
    """A row of everything."""
    version = make_policy_version()
    comment = make_comment("You are an idiot!")
    scoring.score([comment])
    decision = Decision.objects.create(
        comment=comment, action="remove", status_before="held", status_after="removed"
    )
    LegalReport.objects.create(
        comment=comment, explanation="Slander.", good_faith_at=comment.posted_at, reporter="r"
    )
    TextChange.objects.create(decision=decision, before="You are an idiot!", after="You are …!")
    StrikeAnswer.objects.create(
        author=comment.author, strike=decision, strikes=3, measure="week", outcome="dismissed"
    )
    Watch.objects.create(article=comment.article, moderator=make_user(), treatment="hold")
    Block.objects.create(author=comment.author, reason="Attacks")
    key, _ = api_keys.issue(name="the paper", calls_per_minute=60)
    suggesting.keep(key=key, text="Hm", scores={"THREAT": suggesting.Suggested(0.0)})
    return comment, version


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_and_page_of_the_admin_opens(client, superuser, full_site, model):
    assert client.get(admin_url(model, "changelist")).status_code == 200
    for row in model.objects.all():
        assert client.get(admin_url(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("name", RECORDS)
def test_records_cannot_be_added_changed_or_deleted(rf, superuser, full_site, name):
    (model,) = [model for model in OURS if model._meta.model_name == name]
    request = rf.get("/")
    request.user = superuser
    page = admin.site._registry[model]
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)


def test_the_words_of_a_comment_cannot_be_put_in_its_author_s_mouth(client, superuser, full_site):
    comment, _ = full_site
    client.post(
        admin_url(Comment, "change", comment.pk),
        {
            "article": comment.article_id,
            "author": comment.author_id,
            "parent": "",
            "text": "Praise.",
            "status": "published",
        },
    )
    comment.refresh_from_db()
    assert (comment.text, comment.status) == ("You are an idiot!", "held")


def test_a_published_policy_version_is_frozen(client, superuser, full_site):
    _, version = full_site
    url = admin_url(PolicyVersion, "change", version.pk)
    assert client.post(url, {"text": "Anything goes."}).status_code == 403
    assert client.post(admin_url(PolicyVersion, "delete", version.pk)).status_code == 403
    assert "Save" not in client.get(url).content.decode()


def test_an_entry_that_cannot_be_looked_for_is_refused_and_why(client, superuser, full_site):
    _, version = full_site
    draft = drafting.draft_of(policy=version.policy)
    clause = draft.clauses.first()
    given = {
        "policy": draft.policy_id,
        "number": draft.number,
        "text": draft.text,
        "clauses-TOTAL_FORMS": 1,
        "clauses-INITIAL_FORMS": 1,
        "clauses-0-id": clause.pk,
        "clauses-0-version": draft.pk,
        "clauses-0-position": 0,
        "clauses-0-quote": clause.quote,
        "clauses-0-attribute": clause.attribute,
        "clauses-0-queue_at": 0.5,
        "clauses-0-hold_at": 0.8,
        "clauses-0-rules": json.dumps([rule("words", "shit*")]),
    }
    page = client.post(admin_url(PolicyVersion, "change", draft.pk), given).content.decode()
    assert "“shit*” has a “*”, which stands for nothing here" in page
    clause.refresh_from_db()
    assert clause.rules == []


@pytest.mark.parametrize("model", [Article, Author, Comment])
def test_what_decisions_rest_on_cannot_be_deleted(client, superuser, full_site, model):
    row = model.objects.get()
    assert client.post(admin_url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(admin_url(model, "changelist"), bulk)
    assert model.objects.get() == row


@pytest.mark.parametrize("make", [make_article, make_author])
def test_what_nothing_hangs_on_can_be_deleted(client, superuser, make):
    row = make()
    client.post(admin_url(row, "delete", row.pk), {"post": "yes"})
    assert not type(row).objects.exists()


def test_a_policy_with_versions_cannot_be_deleted_and_says_so(client, superuser, full_site):
    _, version = full_site
    page = client.post(admin_url(version.policy, "delete", version.policy.pk), {"post": "yes"})
    assert page.status_code in (200, 403)
    assert PolicyVersion.objects.get() == version


def test_a_block_can_be_lifted(client, superuser):
    block = Block.objects.create(author=make_author(), reason="Attacks")
    client.post(admin_url(Block, "changelist"), {"action": "lift", "_selected_action": [block.pk]})
    block.refresh_from_db()
    assert block.lifted_by == superuser
    assert not Block.objects.in_force().exists()


def test_a_key_of_another_system_can_be_revoked_and_not_read_made_or_deleted(client, superuser):
    key, secret = api_keys.issue(name="the paper", calls_per_minute=60)
    page = client.get(admin_url(key, "change", key.pk)).content.decode()
    assert secret not in page
    assert key.digest not in page
    assert client.post(admin_url(ApiKey, "add")).status_code == 403
    assert client.post(admin_url(key, "delete", key.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "revoke", "_selected_action": [key.pk]}
    client.post(admin_url(ApiKey, "changelist"), chosen)
    assert api_keys.authenticate(secret) is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_in_the_admin_takes_as_many_queries_for_three_rows_as_for_one(
    client, superuser, django_assert_max_num_queries, number
):
    for _ in range(number):
        make_review_item()
    with django_assert_max_num_queries(6):
        client.get(reverse("admin:moderation_reviewitem_changelist"))
