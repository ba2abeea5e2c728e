"""A section has a policy of its own, below an article's and above the site's."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from articles.models import Comment
from moderation.models import Policy, PolicyVersion
from moderation.services.judging import premoderation
from moderation.services.policy import drafting
from moderation.services.policy.sample import judged_by
from tests.factories import (
    CLAUSES,
    POLICY_TEXT,
    make_article,
    make_comment,
    make_policy_version,
    make_staff,
)

pytestmark = pytest.mark.django_db


def _version(section):
    policy = Policy.objects.create(section=section)
    return drafting.publish_text(policy=policy, text=POLICY_TEXT, clauses=CLAUSES)


@pytest.fixture
def versions():
    own_article = make_article(section="Sport")
    return {
        "site": (make_policy_version(), make_article(section="Politics")),
        "section": (_version("Sport"), make_article(section="Sport")),
        "article": (make_policy_version(own_article), own_article),
    }


@pytest.mark.parametrize("level", ["site", "section", "article"])
def test_an_articles_policy_is_its_own_or_its_sections_or_the_sites(versions, level):
    version, article = versions[level]
    comment = make_comment(article=article)
    found = PolicyVersion.objects
    assert found.current_version(article) == version
    assert found.current_versions([article.pk])[article.pk] == version
    annotated = found.with_current_version(Comment.objects.filter(pk=comment.pk)).get()
    assert annotated.current_version == version.pk
    judged = {
        own: Comment.objects.filter(judged_by(other.policy, "article")).exists()
        for own, (other, _article) in versions.items()
    }
    assert judged == {own: own == level for own in versions}


def test_a_section_without_a_policy_has_the_sites():
    site = make_policy_version()
    _version("Sport")
    assert PolicyVersion.objects.current_version(make_article()) == site
    Policy.objects.create(section="Politics")  # a draft alone is not in force
    assert PolicyVersion.objects.current_version(make_article(section="Politics")) == site


def test_the_newest_version_of_a_section_is_in_force():
    older = _version("Sport")
    newer = drafting.publish_text(policy=older.policy, text=POLICY_TEXT, clauses=CLAUSES[:1])
    article = make_article(section="Sport")
    assert PolicyVersion.objects.current_version(article) == newer
    assert PolicyVersion.objects.current_versions([article.pk]) == {article.pk: newer}


@pytest.mark.parametrize("number", [1, 3])
def test_the_versions_of_many_articles_take_the_same_queries(
    versions, number, django_assert_num_queries
):
    ids = [make_article(section="Sport").pk for _ in range(number)]
    with django_assert_num_queries(3):
        assert len(PolicyVersion.objects.current_versions(ids)) == number


def test_a_section_has_one_policy_and_is_no_article():
    Policy.objects.create(section="Sport")
    for fields in ({"section": "Sport"}, {"section": "Opera", "article": make_article()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Policy.objects.create(**fields)


def test_a_section_may_be_pre_moderated():
    Policy.objects.create(section="Sport", moderation=Policy.Moderation.PRE)
    sport = make_comment(article=make_article(section="Sport"))
    other = make_comment(article=make_article(section="Opera"))
    found = premoderation.findings([sport, other])
    assert [finding.reason for finding in found[0]] == ["premoderated"]
    assert found[1] == []


def test_an_editor_gives_a_section_its_policy_at_the_desk(client):
    make_article(section="Sport")
    client.force_login(make_staff("moderate", "change_policy"))
    address = reverse("desk:policies")
    response = client.post(address, {"section": "Sport"})
    policy = Policy.objects.get(section="Sport")
    assert response.url == reverse("desk:policy", args=[policy.pk])
    assert "Policy of the section Sport" in client.get(address).content.decode()
    for asked in ({}, {"section": "Opera"}, {"section": "Sport", "article": make_article().slug}):
        assert client.post(address, asked).status_code == 400
    assert Policy.objects.count() == 2


def test_readers_find_the_policy_of_a_section(client):
    version = _version("Sport")
    article = make_article(section="Sport")
    for address in (
        reverse("discussion:article_policy", args=[article.slug]),
        reverse("discussion:section_policy", args=[version.policy_id]),
    ):
        page = " ".join(client.get(address).content.decode().split())
        assert "For the section Sport" in page
        for feed in ("versions.atom", "versions.json"):
            path = f"/policy/sections/{version.policy_id}/{feed}"
            assert page.count(f'href="{path}"') == 1
            assert client.get(path).status_code == 200
    default = make_policy_version().policy_id
    gone = client.get(reverse("discussion:section_policy", args=[default]))
    assert gone.status_code == 404
    assert client.get(f"/policy/sections/{default}/versions.json").status_code == 404
