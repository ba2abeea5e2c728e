import re

import pytest

from articles.models import Comment
from moderation.classifiers.base import Attribute
from moderation.models import Policy, Report, ReviewItem
from moderation.services.policy import drafting
from moderation.services.policy.clause_proposals import ProposedClause
from tests.factories import make_comment, make_policy_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    make_policy_version()
    return make_comment("Some <words>.", status=Comment.Status.PUBLISHED)


def url(comment):
    return f"/comments/{comment.pk}/report/"


def test_the_page_offers_the_words_of_the_policy(client, comment):
    page = client.get(url(comment)).content.decode()
    assert "Some &lt;words&gt;." in page
    assert "personal attacks" in page
    assert "Something else" in page


def test_words_that_several_clauses_share_are_offered_once(client, comment):
    shared = [
        ProposedClause(Attribute.PERSONAL_ATTACK, "personal attacks"),
        ProposedClause(Attribute.THREAT, "other material"),
        ProposedClause(Attribute.IDENTITY_ATTACK, "other material"),
    ]
    policy = Policy.objects.get(article=None)
    drafting.publish_text(
        policy=policy, text="No personal attacks or other material.", clauses=shared
    )
    page = client.get(url(comment)).content.decode()
    offered = re.findall(r"<input[^>]*name=\"clause\"[^>]*>\s*([^<]+?)\s*</label>", page)
    assert offered == ["Something else", "personal attacks", "other material"]


def test_a_report_is_taken_with_clause_and_note_and_without_an_account(client, comment):
    clause = comment.article and make_policy_version().clauses.get(attribute="personal_attack")
    given = {"clause": clause.pk, "note": "See there."}
    page = client.post(url(comment), given, follow=True).content.decode()
    assert "Thank you. A moderator will read the comment." in page
    report = Report.objects.get()
    assert (report.clause, report.note, report.author) == (clause, "See there.", None)
    assert ReviewItem.objects.open().get().reports == 1


def test_reporting_again_says_so_and_counts_nothing(client, comment):
    client.post(url(comment), {})
    page = client.post(url(comment), {}, follow=True).content.decode()
    assert "You have reported this comment before" in page
    assert Report.objects.count() == 1


def test_leaving_cookies_behind_does_not_make_another_person(client, comment):
    client.post(url(comment), {})
    client.cookies.clear()
    client.post(url(comment), {})
    assert Report.objects.count() == 1


def test_a_clause_of_another_policy_is_refused_and_the_note_kept(client, comment):
    other = make_policy_version(make_comment().article).clauses.first()
    response = client.post(url(comment), {"clause": other.pk, "note": "Keep me"})
    assert response.status_code == 400
    assert "Keep me</textarea>" in response.content.decode()


@pytest.mark.parametrize("status", [Comment.Status.HELD, Comment.Status.REMOVED])
def test_what_readers_do_not_see_they_do_not_report(client, status):
    assert client.post(url(make_comment(status=status)), {}).status_code == 404
