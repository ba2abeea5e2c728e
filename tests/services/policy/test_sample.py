from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Comment
from moderation.models import Verdict
from moderation.services.judging import scoring
from moderation.services.policy import sample
from tests.factories import (
    make_article,
    make_author,
    make_clause,
    make_comment,
    make_policy_version,
    make_release,
    make_score,
    rule,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(written_release):
    return make_policy_version()


def score(text, **fields):
    comment = make_comment(text, **fields)
    scoring.score([comment])
    return comment


def pks(policy):
    return [row.pk for row in sample.recent(policy).rows]


def test_only_the_last_thirty_days_count(version):
    score("Old.", posted_at=timezone.now() - timedelta(days=31))
    new = score("New.")
    assert pks(version.policy) == [new.pk]


def test_the_newest_come_first_whenever_they_were_stored_and_scored(version):
    new = score("New.")
    imported = score("Imported.", posted_at=timezone.now() - timedelta(days=3))
    assert pks(version.policy) == [new.pk, imported.pk]


def test_older_comments_are_left_out_of_a_full_sample_which_says_so(version, monkeypatch):
    monkeypatch.setattr(sample, "SAMPLE_SIZE", 2)
    first, second, third = (score(text) for text in ("1", "2", "3"))
    newest = sample.recent(version.policy)
    assert ([row.pk for row in newest.rows], newest.is_full) == ([third.pk, second.pk], True)
    first.delete()
    assert not sample.recent(version.policy).is_full


def test_each_policy_is_tried_on_the_comments_that_it_judges(version):
    article = make_article()
    own = make_policy_version(article)
    under_own = score("Here.", article=article)
    elsewhere = score("There.")
    assert pks(own.policy) == [under_own.pk]
    assert pks(version.policy) == [elsewhere.pk]


def test_scores_of_other_releases_and_of_texts_before_an_edit_are_left_out(version):
    kept = score("Kept.")
    edited = score("Edited.")
    Comment.objects.filter(pk=edited.pk).update(edited_at=timezone.now() + timedelta(minutes=1))
    make_comment("Never scored.")
    assert pks(version.policy) == [kept.pk]


def test_a_site_without_a_release_has_an_empty_sample(db):
    newest = sample.recent(make_policy_version().policy)
    assert (len(newest), newest.verdicts([make_clause()])) == (0, [])


@pytest.mark.parametrize(
    ("broken", "fields"),
    [
        (rule("words", "snake oil"), {"text": "Buy snake oil"}),
        (rule("words", "moron"), {"text": "Hello.", "posted_as": "Moron"}),
        (rule("names", "editor"), {"text": "Hello.", "posted_as": "Editor"}),
        (rule("patterns", r"call \d+"), {"text": "Call 12345"}),
        (rule("links", 1), {"text": "https://example.org"}),
        (rule("capitals", 80), {"text": "THIS IS WRITTEN IN CAPITALS"}),
        (rule("account_age", 2), {"text": "Hello."}),
    ],
)
def test_each_kind_of_rule_is_tried_on_stored_comments(version, broken, fields):
    old = make_author(created_at=timezone.now() - timedelta(days=9))
    score("A calm remark.", author=old)
    score(**fields)
    newest = sample.recent(version.policy)
    assert newest.verdicts([make_clause(attribute="", rules=[broken])]) == [
        Verdict.HOLD,
        Verdict.PUBLISH,
    ]


def test_a_text_that_was_posted_again_is_found(version):
    author = make_author()
    for _ in range(2):
        score("The same.", author=author)
    again = make_clause(attribute="", rules=[rule("repeats", 2, "queue")])
    verdicts = sample.recent(version.policy).verdicts([again])
    assert verdicts == [Verdict.QUEUE, Verdict.PUBLISH]


def test_the_severest_of_all_clauses_is_the_verdict(db):
    make_release()
    make_score(make_comment("Buy snake oil"), personal_attack=0.6, threat=0.9)
    clauses = [
        make_clause(),
        make_clause(attribute="threat", remove_at=0.9),
        make_clause(attribute="", rules=[rule("words", "snake oil")]),
    ]
    newest = sample.recent(make_policy_version().policy)
    assert newest.verdicts(clauses) == [Verdict.REMOVE]
    assert newest.verdicts(clauses[:1]) == [Verdict.QUEUE]
    assert newest.verdicts(clauses[::2]) == [Verdict.HOLD]
