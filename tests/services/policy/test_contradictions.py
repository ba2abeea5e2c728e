import pytest
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision, Verdict
from moderation.services.policy.effects import effects
from tests.factories import (
    make_clause,
    make_comment,
    make_moderator,
    make_policy_version,
    make_score,
    rule,
)

pytestmark = pytest.mark.django_db

APPROVE, REMOVE, UNDO = Decision.Action.APPROVE, Decision.Action.REMOVE, Decision.Action.UNDO


@pytest.fixture
def version():
    return make_policy_version()


def attack(probability):
    return make_score(make_comment(), personal_attack=probability).comment


def decide(comment, action, **fields):
    defaults = {"moderator": make_moderator(), "status_before": "held", "status_after": "held"}
    return Decision.objects.create(comment=comment, action=action, **{**defaults, **fields})


def contradicted(version, *clauses):
    """The comments that each clause contradicts, with the verdict."""
    return [
        [(own.comment, own.verdict) for own in effect.contradicted.shown]
        for effect in effects(version.policy, clauses)
    ]


def cited(version, attribute="personal_attack"):
    return version.clauses.get(attribute=attribute)


def test_what_a_person_approved_and_the_clause_would_hold_or_remove_is_contradicted(version):
    queued, held, removed = (attack(p) for p in (0.6, 0.85, 0.97))
    attack(0.99)  # nobody decided about it
    for comment in (queued, held, removed):
        decide(comment, APPROVE)
    assert contradicted(version, make_clause(remove_at=0.95)) == [
        [(removed, Verdict.REMOVE), (held, Verdict.HOLD)]
    ]


def test_a_contradiction_names_the_decision_and_the_score(version):
    decision = decide(attack(0.9), APPROVE)
    (effect,) = effects(version.policy, [make_clause()])
    (own,) = effect.contradicted.shown
    assert (own.decision, own.probability) == (decision, 0.9)


def test_what_a_person_removed_and_the_clause_would_publish_is_contradicted(version):
    published, queued = attack(0.1), attack(0.6)
    for comment in (published, queued):
        decide(comment, REMOVE, clause=cited(version))
    assert contradicted(version, make_clause()) == [[(published, Verdict.PUBLISH)]]


def test_a_removal_for_something_else_or_for_nothing_named_contradicts_no_clause(version):
    decide(attack(0.1), REMOVE, clause=cited(version, "profanity"))
    decide(attack(0.1), REMOVE)
    assert contradicted(version, make_clause()) == [[]]


def test_a_removal_belongs_to_the_clause_with_its_words_else_to_its_attribute(version):
    comment = attack(0.1)
    decide(comment, REMOVE, clause=cited(version))
    same_words = make_clause(attribute="", quote="Personal  Attacks", rules=[rule("links", 1)])
    renamed = make_clause(quote="insults")
    found = [(comment, Verdict.PUBLISH)]
    assert contradicted(version, same_words, renamed) == [found, []]
    assert contradicted(version, renamed) == [found]


def test_a_removal_that_another_clause_of_the_attribute_flags_is_not_contradicted(version):
    decide(attack(0.45), REMOVE, clause=cited(version))
    stricter = make_clause(quote="bullying", queue_at=0.4)
    assert contradicted(version, make_clause(), stricter) == [[], []]


def test_a_clause_for_people_contradicts_nobody(version):
    decide(attack(0.1), REMOVE, clause=cited(version))
    assert contradicted(version, make_clause(attribute="")) == [[]]


def test_only_standing_decisions_of_people_about_the_current_text_count(version):
    undone, edited, by_classifier, revised = (attack(0.9) for _ in range(4))
    decide(undone, UNDO, undoes=decide(undone, APPROVE))
    decide(by_classifier, APPROVE, moderator=None)
    decide(revised, APPROVE)
    decide(revised, REMOVE, clause=cited(version))
    decide(edited, APPROVE)
    edited_at = timezone.now()
    Comment.objects.filter(pk=edited.pk).update(edited_at=edited_at)
    edited.scores.update(scored_at=edited_at)
    assert contradicted(version, make_clause()) == [[]]


def test_all_contradictions_are_counted_and_ten_are_shown(version):
    for _ in range(12):
        decide(attack(0.9), APPROVE)
    (effect,) = effects(version.policy, [make_clause()])
    assert (len(effect.contradicted.shown), effect.contradicted.number) == (10, 12)
