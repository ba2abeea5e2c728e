import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Comment
from moderation.classifiers.base import Attribute, ReleaseError
from moderation.models import Clause, Decision, Finding, ReviewItem, Verdict
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import loaders, scoring
from moderation.services.judging.persistence import storing
from tests.factories import make_article, make_comment, make_moderator, make_policy_version
from tests.services.judging.stored_rows import stored_rows
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

Status = Comment.Status
CALM, RUDE, VILE = "Fine.", "[personal_attack 0.6]", "[personal_attack 0.9] [profanity 0.6]"


@pytest.fixture
def version(written_release):
    return make_policy_version()


def scored(text, **fields):
    """A comment as it stands after it was stored and scored."""
    comment = make_comment(text, **fields)
    scoring.score([comment])
    comment.refresh_from_db()
    return comment


def open_items(comment):
    return [(item.queue, item.priority) for item in comment.review_items.open()]


def decide(comment, action):
    return deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=action,
        version_token=version_token_of(comment),
    )


# What each verdict leaves behind


def test_a_calm_comment_is_published_without_a_review_item(version):
    comment = scored(CALM)
    assert comment.status == Status.PUBLISHED
    assert comment.scores.get().verdict == Verdict.PUBLISH
    assert (list(comment.findings.all()), open_items(comment)) == ([], [])


def test_a_rude_comment_is_published_and_queued(version):
    comment = scored(RUDE)
    assert comment.status == Status.PUBLISHED
    assert open_items(comment) == [("needs_review", 0.6)]


def test_a_vile_comment_is_held_before_every_queued_one(version):
    comment = scored(VILE)
    assert comment.status == Status.HELD
    assert open_items(comment) == [("needs_review", 1.9)]


def test_a_finding_names_clause_probability_threshold_and_evidence(version):
    finding = scored("Oh, [personal_attack 0.6]").findings.get()
    assert (finding.clause.quote, finding.clause.version) == ("personal attacks", version)
    assert (finding.probability, finding.threshold, finding.verdict) == (0.6, 0.5, Verdict.QUEUE)
    assert finding.evidence == [[4, 25, 1.5]]


def test_the_score_row_keeps_every_probability(version, written_release):
    score = scored("[threat 0.2] [toxicity 0.4]").scores.get()
    assert (score.release, score.policy_version) == (written_release, version)
    assert score.probabilities == {
        Attribute.PROFANITY: 0.01,
        Attribute.PERSONAL_ATTACK: 0.01,
        Attribute.THREAT: 0.2,
        Attribute.IDENTITY_ATTACK: 0.01,
        Attribute.TOXICITY: 0.4,
    }


def test_a_clause_that_removes_writes_a_decision_of_the_classifier(version, written_release):
    Clause.objects.filter(version=version, attribute="personal_attack").update(remove_at=0.95)
    comment = scored("[personal_attack 0.97]", status=Status.PUBLISHED)
    decision = comment.decisions.get()
    assert comment.status == Status.REMOVED
    assert (decision.action, decision.moderator) == (Decision.Action.REMOVE, None)
    assert (decision.clause.quote, decision.policy_version) == ("personal attacks", version)
    assert (decision.release, decision.scores_seen["personal_attack"]) == (written_release, 0.97)
    assert (decision.status_before, decision.status_after) == (Status.PUBLISHED, Status.REMOVED)


def test_scoring_again_changes_nothing(version):
    comments = [make_comment(text) for text in (CALM, RUDE, VILE)]
    scoring.score(comments)
    before = stored_rows()
    scoring.score(list(Comment.objects.order_by("pk")))
    assert stored_rows() == before


# A changed verdict


def test_a_milder_verdict_publishes_a_held_comment_and_closes_its_item(version, use_classifier):
    comment = scored(VILE)
    Clause.objects.update(queue_at=0.95, hold_at=0.99)
    scoring.score([comment])
    comment.refresh_from_db()
    assert (comment.status, open_items(comment)) == (Status.PUBLISHED, [])
    assert list(comment.findings.all()) == []


def test_a_harsher_verdict_hides_a_published_comment_and_raises_its_item(version):
    comment = scored(RUDE)
    Clause.objects.update(hold_at=0.55)
    scoring.score([comment])
    comment.refresh_from_db()
    assert (comment.status, open_items(comment)) == (Status.HELD, [("needs_review", 1.6)])


@pytest.mark.parametrize("queue", ["reported", "appeals", "escalated"])
def test_a_case_opened_by_people_stays_open_in_its_queue(version, queue):
    comment = make_comment(CALM)
    ReviewItem.objects.create(comment=comment, queue=queue)
    scoring.score([comment])
    assert open_items(comment) == [(queue, 0.0)]


def test_reports_keep_an_item_open_when_the_verdict_grows_milder(version):
    comment = scored(RUDE)
    comment.review_items.update(reports=2)
    Clause.objects.update(queue_at=0.9, hold_at=0.9)
    scoring.score([comment])
    assert comment.review_items.get().status == ReviewItem.Status.OPEN


def test_each_release_keeps_its_own_score(version, use_classifier):
    comment = scored(RUDE)
    second = use_classifier(WrittenClassifier("second"))
    scoring.score([comment])
    assert comment.scores.count() == 2
    assert comment.findings.get().release == second


# People come first


@pytest.mark.parametrize(
    ("text", "action", "status"),
    [
        (VILE, Decision.Action.APPROVE, Status.PUBLISHED),
        (CALM, Decision.Action.REMOVE, Status.REMOVED),
    ],
)
def test_a_persons_decision_stands(version, text, action, status):
    comment = scored(text)
    decide(comment, action)
    comment.refresh_from_db()
    (outcome,) = scoring.score([comment])
    comment.refresh_from_db()
    assert outcome.decided
    assert (comment.status, open_items(comment)) == (status, [])


def test_a_decision_from_before_an_edit_is_no_longer_binding(version):
    comment = scored(CALM)
    decide(comment, Decision.Action.APPROVE)
    Comment.objects.filter(pk=comment.pk).update(text=VILE, edited_at=timezone.now())
    comment.refresh_from_db()
    scoring.score([comment])
    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_a_comment_decided_while_it_was_judged_keeps_the_decision(version):
    comment = scored(CALM)
    outcomes = scoring.judge([Comment.objects.get(pk=comment.pk)])
    decide(comment, Decision.Action.REMOVE)
    storing.store(outcomes)
    comment.refresh_from_db()
    assert comment.status == Status.REMOVED


def test_a_comment_edited_while_it_was_judged_is_left_to_the_edit(version):
    comment, other = make_comment(VILE), make_comment(CALM)
    outcomes = scoring.judge([comment, other])
    Comment.objects.filter(pk=comment.pk).update(text=CALM)
    assert [outcome.comment for outcome in storing.store(outcomes)] == [other]
    assert not comment.scores.exists()


def test_a_comment_deleted_while_it_was_judged_is_skipped(version):
    comment, other = make_comment(CALM), make_comment(CALM)
    outcomes = scoring.judge([Comment.objects.get(pk=comment.pk), other])
    comment.delete()
    assert [outcome.comment for outcome in storing.store(outcomes)] == [other]


# When the classifier fails


def test_a_text_that_breaks_the_classifier_is_held_as_not_scored(version):
    comment = scored("[broken]")
    finding = comment.findings.get()
    assert comment.status == Status.HELD
    assert (finding.reason, finding.clause) == (Finding.Reason.NOT_SCORED, None)
    assert (open_items(comment), comment.scores.count()) == ([("not_scored", 1.0)], 0)


def test_one_broken_text_does_not_keep_the_batch_from_being_scored(version):
    comments = [make_comment(text) for text in (CALM, "[broken]", VILE)]
    verdicts = [(o.scores is None, o.verdict) for o in scoring.score(comments)]
    assert verdicts == [(False, "publish"), (True, "hold"), (False, "hold")]


def test_a_batch_of_broken_texts_is_held_whole(version):
    comments = [make_comment("[broken]") for _ in range(3)]
    scoring.score(comments)
    assert list(Comment.objects.values_list("status", flat=True)) == [Status.HELD] * 3


def test_a_failure_never_hides_a_published_comment(version):
    comment = scored("[broken]", status=Status.PUBLISHED)
    assert comment.status == Status.PUBLISHED
    assert open_items(comment) == [("not_scored", 0.0)]


@pytest.mark.parametrize("status", Status)
def test_without_a_classifier_only_published_comments_stay_visible(
    version, settings, monkeypatch, status
):
    def fail(_):
        raise ReleaseError("The weights are cut in half.")

    monkeypatch.setitem(loaders.CLASSIFIERS, "failing", loaders.Loader(fail))
    settings.CLASSIFIER = "failing"
    comment = scored(CALM, status=status)
    assert comment.status == (Status.PUBLISHED if status == Status.PUBLISHED else Status.HELD)
    assert comment.findings.get().reason == Finding.Reason.NOT_SCORED


def test_a_comment_that_could_not_be_scored_leaves_that_queue_once_it_is(version):
    comment = scored("[broken]")
    Comment.objects.filter(pk=comment.pk).update(text=RUDE)
    scoring.score([Comment.objects.get(pk=comment.pk)])
    assert open_items(comment) == [("needs_review", 0.6)]


# Policies


def test_without_a_policy_a_comment_is_held(written_release):
    comment = scored(CALM)
    assert comment.status == Status.HELD
    assert comment.findings.get().reason == Finding.Reason.NO_POLICY
    assert comment.scores.get().policy_version is None


def test_an_article_with_its_own_policy_is_judged_by_it(version):
    article = make_article()
    own = make_policy_version(article)
    Clause.objects.filter(version=own).update(hold_at=0.55)
    assert scored(RUDE, article=article).status == Status.HELD
    assert scored(RUDE).status == Status.PUBLISHED


# Cost


def test_no_comments_cost_no_query(version, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert scoring.score([]) == []


@pytest.mark.parametrize("text", [CALM, RUDE, VILE, "[broken]"])
def test_three_comments_cost_as_many_queries_as_one(version, text):
    assert queries_to_score(text, number=1) == queries_to_score(text, number=3)


def queries_to_score(text, *, number):
    comments = [make_comment(text) for _ in range(number)]
    with CaptureQueriesContext(connection) as queries:
        scoring.score(comments)
    return len(queries)
