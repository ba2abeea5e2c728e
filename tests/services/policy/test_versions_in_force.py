import pytest
from django.db import IntegrityError, transaction

from articles.models import Comment
from moderation.models import Clause, Policy, PolicyVersion
from tests.factories import CLAUSES, POLICY_TEXT, make_article, make_comment, make_policy_version

pytestmark = pytest.mark.django_db


def test_an_article_is_judged_by_the_site_s_policy():
    version = make_policy_version()
    assert PolicyVersion.objects.current_version(make_article()) == version


def test_an_article_that_carries_its_own_policy_is_judged_by_that():
    make_policy_version()
    article = make_article()
    own = make_policy_version(article)
    assert PolicyVersion.objects.current_version(article) == own


def test_without_any_policy_there_is_no_version():
    assert PolicyVersion.objects.current_version(make_article()) is None


def test_publishing_again_makes_the_next_version_and_keeps_the_first():
    first, second = make_policy_version(), make_policy_version()
    assert (first.number, second.number) == (1, 2)
    assert PolicyVersion.objects.current_version(make_article()) == second
    assert first.clauses.count() == len(CLAUSES)


def test_a_draft_judges_nothing():
    published = make_policy_version()
    published.policy.versions.create(number=2, text="A draft.")
    assert PolicyVersion.objects.default_version() == published


def test_versions_of_many_articles_are_those_of_each(django_assert_num_queries):
    default = make_policy_version()
    plain, special = make_article(), make_article()
    make_policy_version(special)
    own = make_policy_version(special)
    expected = {plain.pk: default, special.pk: own}
    assert PolicyVersion.objects.current_versions([plain.pk, special.pk]) == expected
    for articles in ([special.pk], [plain.pk, special.pk, make_article().pk]):
        with django_assert_num_queries(2):
            PolicyVersion.objects.current_versions(articles)


def test_comments_know_the_version_they_are_judged_by():
    plain, special = make_comment(), make_comment()
    assert annotated() == {plain.pk: 0, special.pk: 0}
    default, own = make_policy_version(), make_policy_version(special.article)
    assert annotated() == {plain.pk: default.pk, special.pk: own.pk}


def annotated() -> dict[int, int]:
    comments = PolicyVersion.objects.with_current_version(Comment.objects.all())
    return dict(comments.values_list("pk", "current_version"))


def test_a_site_has_one_default_policy():
    Policy.objects.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.create()


@pytest.mark.parametrize(
    "thresholds",
    [
        {"queue_at": 0.9, "hold_at": 0.5},
        {"queue_at": -0.1, "hold_at": 0.5},
        {"queue_at": 0.5, "hold_at": 1.1},
        {"queue_at": 0.5, "hold_at": 0.8, "remove_at": 0.7},
    ],
)
def test_the_database_refuses_thresholds_out_of_order(thresholds):
    policy = Policy.objects.create()
    version = policy.versions.create(number=1, text=POLICY_TEXT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clause.objects.create(version=version, quote="x", attribute="threat", **thresholds)
