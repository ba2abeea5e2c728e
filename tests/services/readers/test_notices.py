import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision, Finding, Notice
from moderation.services.decisions import blocking, deciding, undoing
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import scoring
from moderation.services.readers import notices
from tests.factories import (
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db

Kind = Notice.Kind
REMOVE, APPROVE = Decision.Action.REMOVE, Decision.Action.APPROVE
WORDS = "[personal_attack 0.9]"
ATTACK = f"You are an {WORDS}!"


@pytest.fixture
def version(written_release):
    return make_policy_version()


def decide(comment, action, **options):
    comment.refresh_from_db()
    moderator = options.pop("moderator", None) or make_moderator()
    return deciding.decide(
        comment=comment,
        moderator=moderator,
        action=action,
        version_token=version_token_of(comment),
        **options,
    )


def kinds():
    return list(Notice.objects.order_by("id").values_list("kind", flat=True))


def test_a_held_comment_gives_its_author_the_clause_and_the_words(version):
    comment = make_comment(ATTACK)
    scoring.score([comment])
    notice = Notice.objects.get()
    assert (notice.kind, notice.author, notice.comment) == (Kind.HELD, comment.author, comment)
    assert notice.clause.quote == "personal attacks"
    assert notice.evidence == [WORDS]
    assert notice.automation == Notice.Automation.PARTIALLY
    assert notice.policy_version == version


def test_scoring_again_tells_nobody_twice(version):
    comment = make_comment(ATTACK)
    scoring.score([comment])
    scoring.score([comment])
    assert kinds() == [Kind.HELD]


def test_an_edited_text_that_is_held_again_is_told_again(version):
    comment = make_comment(ATTACK)
    scoring.score([comment])
    Comment.objects.update(edited_at=timezone.now())
    comment.refresh_from_db()
    scoring.score([comment])
    assert kinds() == [Kind.HELD, Kind.HELD]


def test_nobody_is_written_to_over_an_imported_archive(version):
    scoring.score([make_comment(ATTACK, source_id="wxr:1")])
    assert kinds() == []


def test_a_published_comment_needs_no_notice(version):
    scoring.score([make_comment()])
    assert kinds() == []


def test_a_removal_quotes_the_clause_and_says_that_a_person_decided(version):
    comment = make_comment(ATTACK)
    scoring.score([comment])
    clause = version.clauses.get(attribute="personal_attack")
    decide(comment, REMOVE, clause=clause, note="Third time this week, watch out.")
    notice = Notice.objects.first()
    assert (notice.kind, notice.clause) == (Kind.REMOVED, clause)
    assert notice.automation == Notice.Automation.NOT
    assert notice.automated_detection
    assert notice.explanation == ""


def test_evidence_for_another_clause_is_not_held_against_the_author(version):
    comment = make_comment(ATTACK)
    scoring.score([comment])
    decide(comment, REMOVE, clause=version.clauses.get(attribute="profanity"))
    assert Notice.objects.first().evidence == []


def test_a_removal_by_the_classifier_alone_says_so(version):
    version.clauses.update(remove_at=F("hold_at"))
    scoring.score([make_comment(ATTACK)])
    notice = Notice.objects.get()
    assert (notice.kind, notice.automation) == (Kind.REMOVED, Notice.Automation.FULLY)


def test_an_approved_comment_that_was_held_is_told_and_one_that_was_visible_is_not(version):
    held, visible = make_comment(), make_comment(status=Comment.Status.PUBLISHED)
    decide(held, APPROVE)
    decide(visible, APPROVE)
    assert [(notice.kind, notice.comment) for notice in Notice.objects.all()] == [
        (Kind.PUBLISHED, held)
    ]


def test_a_removal_taken_back_tells_the_author_that_the_comment_is_published_again(version):
    comment = make_comment(status=Comment.Status.PUBLISHED)
    decision = decide(comment, REMOVE)
    undoing.undo(decision=decision, moderator=decision.moderator)
    assert kinds() == [Kind.REMOVED, Kind.PUBLISHED]


def test_a_removal_taken_back_of_a_held_comment_tells_that_it_waits_again(version):
    comment = make_comment()
    decision = decide(comment, REMOVE)
    undoing.undo(decision=decision, moderator=decision.moderator)
    assert kinds() == [Kind.REMOVED, Kind.HELD]


def test_a_removal_that_an_undo_brings_back_gives_its_clause_again(version):
    comment = make_comment(ATTACK)
    scoring.score([comment])
    clause = version.clauses.get(attribute="personal_attack")
    decide(comment, REMOVE, clause=clause)
    approval = decide(comment, APPROVE)
    undoing.undo(decision=approval, moderator=approval.moderator)
    notice = Notice.objects.first()
    assert (notice.kind, notice.clause, notice.policy_version) == (Kind.REMOVED, clause, version)
    assert notice.evidence == [WORDS]


def test_nobody_is_told_that_what_they_were_never_told_of_is_taken_back(version):
    version.clauses.update(remove_at=F("hold_at"))
    comment = make_comment(ATTACK, source_id="wxr:1")
    scoring.score([comment])
    removal = comment.decisions.get()
    undoing.undo(decision=removal, moderator=make_moderator())
    assert kinds() == []


def test_undoing_three_decisions_takes_as_many_queries_as_undoing_one(version):
    def queries(number):
        author = make_author()
        comments = [make_review_item(make_comment(author=author)).comment for _ in range(number)]
        batch = deciding.decide_all(
            version_token={comment.pk: version_token_of(comment) for comment in comments},
            moderator=make_moderator(),
            action=REMOVE,
        )
        with CaptureQueriesContext(connection) as captured:
            undoing.undo_bulk(batch=batch.id, moderator=make_moderator())
        return len(captured)

    assert queries(1) == queries(3)


def test_a_block_and_a_warning_are_told_with_their_reasons(version):
    comment, moderator = make_comment(), make_moderator()
    blocking.warn_for(comment=comment, moderator=moderator, reason="Mind the tone.")
    blocking.block_for(comment=comment, moderator=moderator, reason="Attacks.", until=None)
    told = Notice.objects.order_by("id").values_list("kind", "explanation")
    assert list(told) == [(Kind.WARNED, "Mind the tone."), (Kind.BLOCKED, "Attacks.")]


def test_quoted_words_come_once_each_in_the_order_of_the_text(version):
    comment = make_comment("[profanity 0.9] then [personal_attack 0.9] then [profanity 0.9]")
    scoring.score([comment])
    assert notices.quoted(comment, comment.findings.all()) == [
        "[profanity 0.9]",
        "[personal_attack 0.9]",
    ]


def test_words_that_overlap_are_quoted_as_one():
    findings = [Finding(evidence=[[4, 15, 1.0], [4, 10, 1.0]]), Finding(evidence=[[11, 21, 2.0]])]
    assert notices.quoted(Comment(text="You stupid moron twice"), findings) == ["stupid moron twic"]
