import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Comment
from moderation.models import AuthorRecord, Decision, Finding, Policy, ReviewItem, Score
from moderation.services.desk.cards import of_items
from moderation.services.desk.listing import Filters, Order, cases, page
from moderation.services.policy import drafting
from moderation.services.policy.clause_proposals import ProposedClause
from tests.factories import make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path


def test_a_site_of_the_given_size_is_built(demo):
    call_command("make_demo_data", comments=600)
    invented = Comment.objects.filter(source_id=None)
    assert invented.count() == 600
    assert Score.objects.filter(comment__in=invented).count() == 600
    assert Article.objects.exclude(section="").exists()


def test_flagged_comments_are_open_or_decided(demo):
    call_command("make_demo_data", comments=600)
    for status in (ReviewItem.Status.OPEN, ReviewItem.Status.CLOSED):
        assert ReviewItem.objects.filter(status=status, queue="needs_review").exists()
    closed = ReviewItem.objects.filter(status=ReviewItem.Status.CLOSED)
    assert Decision.objects.count() == closed.count()
    decided = AuthorRecord.objects.values_list("approved", "removed")
    assert sum(map(sum, decided)) == Decision.objects.count()


def test_evidence_lies_within_its_comment(demo):
    call_command("make_demo_data", comments=300)
    for finding in Finding.objects.select_related("comment"):
        for start, end, _ in finding.evidence:
            assert 0 <= start < end <= len(finding.comment.text)


def test_the_desk_shows_the_demo_comments(demo):
    call_command("make_demo_data", comments=300)
    found = cases(ReviewItem.Queue.NEEDS_REVIEW, Filters())
    cards = of_items(page(found, Order.WORST).items, make_moderator())
    assert cards
    assert all(card.findings for card in cards)


def test_a_policy_that_holds_new_authors_has_a_demo_too(demo):
    call_command("import_policy", "shipped:strict.en", publish=True)
    assert Policy.objects.get().approvals_of_new_authors > 0
    call_command("make_demo_data", comments=1)
    assert Comment.objects.count() == 1


def test_a_policy_that_flags_nothing_is_named_as_the_reason(demo):
    clause = ProposedClause(None, "Be kind")
    drafting.publish_text(policy=Policy.objects.create(), text="Be kind.", clauses=[clause])
    with pytest.raises(CommandError, match="gives every demo comment the same verdict"):
        call_command("make_demo_data", comments=1)


def test_a_site_that_is_not_a_demo_is_not_changed():
    with pytest.raises(CommandError, match="not a demo site"):
        call_command("make_demo_data")
    assert Comment.objects.count() == 0


def test_a_size_below_one_is_refused(demo):
    with pytest.raises(CommandError, match="must be at least 1"):
        call_command("make_demo_data", comments=0)
