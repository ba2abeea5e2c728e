"""A new policy version under the same release: the stored scores are judged again."""

from contextlib import contextmanager

import pytest
from django.db import transaction
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision, Finding, Policy, Score
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import naming, pending, scoring
from moderation.services.nightly import rescoring, starting
from moderation.services.nightly.dry_run import count_changes
from moderation.services.policy import drafting
from moderation.services.readers import personal_data
from tests.factories import (
    make_article,
    make_author,
    make_clause,
    make_comment,
    make_moderator,
    rule,
)
from tests.services.judging.stored_rows import stored_rows
from tests.services.nightly.running import run_through, summary_of
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

Status = Comment.Status
CALM, RUDE, VILE = "Fine.", "Oh, [personal_attack 0.6]", "[personal_attack 0.9] [profanity 0.6]"
ATTACKS = {"attribute": "personal_attack", "queue_at": 0.5, "hold_at": 0.8}
PROFANITY = {"attribute": "profanity", "quote": "profanity", "queue_at": 0.7, "hold_at": 0.9}
UNMEASURED = {"attribute": "", "quote": "advertising"}
NAMES = {"You [personal_attack 0.9]", "Buy snake oil"}


class Explaining(WrittenClassifier):
    """Remembers the texts whose words it explained."""

    def __init__(self):
        super().__init__("explaining")
        self.explained = []

    def explain(self, text, attribute, threshold=None):
        self.explained.append(text)
        return super().explain(text, attribute, threshold)

    def forget(self):
        self.texts_seen.clear()
        self.explained.clear()


@pytest.fixture
def classifier(use_classifier):
    classifier = Explaining()
    use_classifier(classifier)
    return classifier


@pytest.fixture(autouse=True)
def _no_known_names(monkeypatch):
    """Rows are numbered anew in each test, so that results of the last one would fit."""
    monkeypatch.setattr(naming, "_caches", {})


def publish(*clauses, article=None):
    policy, _ = Policy.objects.get_or_create(article=article)
    draft = drafting.draft_of(policy=policy)
    made = [make_clause(**fields) for fields in clauses]
    text = " ".join(clause.quote for clause in made)
    drafting.save(draft=draft, text=text, clauses=made)
    return drafting.publish(draft=draft, published_by=None)


def scored(text, **fields):
    comment = make_comment(text, **fields)
    scoring.score([comment])
    comment.refresh_from_db()
    return comment


def edit(comment, text):
    """An edit whose text nothing has judged yet."""
    Comment.objects.filter(pk=comment.pk).update(text=text, edited_at=timezone.now())
    comment.refresh_from_db()
    pending.open_case(comment)


def store_all_kinds():
    """Comments of every kind that judging tells apart, judged by the policy in force."""
    for text in (CALM, RUDE, VILE, "[profanity 0.8]", "Snake oil!", "See a.example, b.example"):
        scored(text)
    scored(f"Snake oil. {RUDE}")
    scored(CALM, author=make_author(name="You [personal_attack 0.9]"))
    scored(CALM, author=make_author(name="Buy snake oil"))
    spammer = make_author()
    for _ in range(3):
        scored("Again and again.", author=spammer)
    scored(f"Miracle! {RUDE}")
    approved = scored(VILE)
    deciding.decide(
        comment=approved,
        moderator=make_moderator(),
        action=Decision.Action.APPROVE,
        version_token=version_token_of(approved),
    )
    edit(scored(VILE), CALM)
    edit(scored(CALM), VILE)
    scored("[broken]")
    withheld = make_comment(CALM, source_id="wp:1")
    Finding.objects.create(comment=withheld, reason=Finding.Reason.WITHHELD, verdict="hold")
    scoring.score([withheld])
    make_comment(RUDE)


AFTER = [
    [ATTACKS, PROFANITY],
    [{**ATTACKS, "queue_at": 0.65, "hold_at": 0.95}, PROFANITY],
    [{**ATTACKS, "hold_at": 0.55}],
    [{**ATTACKS, "remove_at": 0.85}, PROFANITY],
    [PROFANITY],
    [{**PROFANITY, "queue_at": 0.55}, {**ATTACKS, "rules": [rule("words", "snake oil")]}],
    [ATTACKS, {**UNMEASURED, "rules": [rule("words", "snake oil\nmiracle", "queue")]}],
    [ATTACKS, {**UNMEASURED, "rules": [rule("links", 2)]}],
    [ATTACKS, {**UNMEASURED, "rules": [rule("repeats", 3)]}],
    [ATTACKS, {**UNMEASURED, "rules": [rule("words", "miracle"), rule("links", 1, "remove")]}],
    [ATTACKS, {**UNMEASURED, "rules": [rule("patterns", r"sna\w+"), rule("names", "Reader")]}],
    [ATTACKS, {**UNMEASURED, "rules": [rule("capitals", 90), rule("account_age", 2, "queue")]}],
    [ATTACKS, {**ATTACKS, "quote": "insults", "queue_at": 0.55}],
]


@contextmanager
def undone():
    """What happens within is undone, and numbers are given to other rows afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    naming._caches.clear()


@pytest.mark.parametrize(
    "before", [[ATTACKS], [ATTACKS, {**UNMEASURED, "rules": [rule("words", "snake")]}]]
)
def test_the_outcome_is_that_of_scoring_anew(classifier, before):
    publish(*before)
    store_all_kinds()
    for clauses in AFTER:
        with undone():
            publish(*clauses)
            with undone():
                Score.objects.all().delete()
                run_through()
                anew = stored_rows()
            classifier.forget()
            run_through()
            assert (clauses, stored_rows()) == (clauses, anew)
            edited_new_and_failed = {CALM, VILE, RUDE, "[broken]"}
            assert set(texts_scored(classifier)) - NAMES == edited_new_and_failed


@pytest.fixture
def judged(classifier):
    """A calm, a rude and a vile comment under the first version."""
    publish(ATTACKS)
    comments = [scored(text) for text in (CALM, RUDE, VILE)]
    classifier.forget()
    return comments


def texts_scored(classifier):
    return [text for text in classifier.texts_seen if not text.startswith("Reader")]


def test_no_text_is_scored_again(classifier, judged):
    publish({**ATTACKS, "hold_at": 0.95})
    assert run_through().examined == 3
    assert texts_scored(classifier) == []
    assert run_through().examined == 0


def test_no_text_is_read_where_no_rule_needs_it(classifier, judged):
    version = publish({**ATTACKS, "hold_at": 0.95})
    batch = rescoring.judge(starting.begin(), 0, max(comment.pk for comment in judged))
    assert [(o.comment.text, o.policy_version) for o in batch.outcomes] == [("", version)] * 3


def test_only_comments_under_a_policy_with_rules_are_read(classifier):
    article = make_article()
    publish(ATTACKS)
    publish({**UNMEASURED, "rules": [rule("words", "snake")]}, article=article)
    elsewhere, here = scored(CALM), scored(CALM, article=article)
    publish(ATTACKS)
    publish({**UNMEASURED, "rules": [rule("words", "oil")]}, article=article)
    batch = rescoring.judge(starting.begin(), 0, here.pk)
    read = {outcome.comment.pk: outcome.comment.text for outcome in batch.outcomes}
    assert read == {elsewhere.pk: "", here.pk: CALM}


def test_evidence_is_kept_where_the_finding_stays(classifier, judged):
    publish({**ATTACKS, "hold_at": 0.55})
    run_through()
    assert classifier.explained == []
    assert [f.evidence for f in Finding.objects.filter(comment=judged[1])] == [[[4, 25, 1.5]]]


def test_evidence_is_worked_out_for_new_findings_only(classifier, judged):
    publish(ATTACKS, {**PROFANITY, "queue_at": 0.55})
    run_through()
    assert classifier.explained == [VILE]


def test_evidence_against_another_threshold_is_worked_out_anew(classifier, judged):
    publish({**ATTACKS, "queue_at": 0.65})
    run_through()
    assert classifier.explained == [VILE]


def test_each_name_is_scored_once(classifier):
    publish(ATTACKS)
    author = make_author(name="Reader of all")
    for _ in range(3):
        scored(CALM, author=author)
    publish({**ATTACKS, "hold_at": 0.9})
    classifier.forget()
    run_through(batch_size=1)
    assert classifier.texts_seen == ["Reader of all"]


def test_the_score_is_as_old_as_it_was(classifier, judged):
    before = list(Score.objects.order_by("comment").values_list("pk", "scored_at"))
    publish({**ATTACKS, "hold_at": 0.95})
    run_through()
    assert list(Score.objects.order_by("comment").values_list("pk", "scored_at")) == before


def test_a_comment_that_is_edited_meanwhile_is_left_for_the_next_run(classifier, judged):
    publish({**ATTACKS, "hold_at": 0.95})
    batch = rescoring.judge(starting.begin(), 0, judged[2].pk)
    edit(judged[0], VILE)
    assert batch.store().examined == 2
    assert list(rescoring.outdated(Score.objects.first().release)) == [judged[0]]


def test_a_comment_that_is_erased_meanwhile_stays_removed(classifier, judged):
    publish({**ATTACKS, "hold_at": 0.95})
    batch = rescoring.judge(starting.begin(), 0, judged[2].pk)
    personal_data.erase(judged[0].author)
    batch.store()
    assert Comment.objects.get(pk=judged[0].pk).status == Status.REMOVED


def test_an_erased_comment_is_not_judged_again(classifier, judged):
    personal_data.erase(judged[2].author)
    before = list(Finding.objects.filter(comment=judged[2]).values())
    publish({**ATTACKS, "hold_at": 0.85})
    run_through()
    assert texts_scored(classifier) == []
    assert list(Finding.objects.filter(comment=judged[2]).values()) == before


def test_the_summary_compares_the_verdicts_and_finds_the_scores_unmoved(classifier, judged):
    publish(ATTACKS)
    run_through()
    publish({**ATTACKS, "queue_at": 0.65, "hold_at": 0.95})
    counted = count_changes()
    summary = summary_of(run_through())
    assert counted.to_json() == summary.to_json()
    assert (summary.examined, summary.compared, summary.verdict_changed) == (3, 3, 2)
    assert (summary.before == summary.after).all()
    assert summary.changes == {(Status.HELD, Status.PUBLISHED): 1}
