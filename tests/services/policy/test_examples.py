import pytest

from moderation.classifiers.base import ReleaseError
from moderation.models import PolicyExample, Verdict
from moderation.services.judging import fallback
from moderation.services.policy import examples
from tests.factories import make_clause, make_policy_version, rule
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

FLAG, PASS = PolicyExample.Expectation.FLAG, PolicyExample.Expectation.PASS


@pytest.fixture(autouse=True)
def _nothing_scored(monkeypatch):
    monkeypatch.setattr(examples, "_scored", {})


@pytest.fixture
def policy(written_release):
    return make_policy_version().policy


def example(policy, text, expectation=FLAG):
    return PolicyExample.objects.create(policy=policy, text=text, expectation=expectation)


def results(policy, *clauses):
    return [(own.verdict, own.clause) for own in examples.judged(policy, clauses)]


def test_each_example_has_its_verdict_and_the_clause_that_is_cited(policy):
    for text in ("[personal_attack 0.4]", "[personal_attack 0.6]", "[threat 0.9]", "Snake oil"):
        example(policy, text)
    attacks, threats = make_clause(), make_clause(attribute="threat", quote="threats")
    ads = make_clause(attribute="", quote="ads", rules=[rule("words", "snake oil", "remove")])
    assert results(policy, attacks, threats, ads) == [
        (Verdict.PUBLISH, None),
        (Verdict.QUEUE, attacks),
        (Verdict.HOLD, threats),
        (Verdict.REMOVE, ads),
    ]


def test_a_clause_that_lists_the_words_is_cited_before_another_of_its_attribute(policy):
    example(policy, "[personal_attack 0.95]")
    version = policy.versions.get()
    attacks = version.clauses.get(attribute="personal_attack")
    listed = make_clause(pk=attacks.pk + 100, quote="bullying", queue_at=0.9, hold_at=0.99)
    listed.rules = [rule("patterns", "personal_attack", "queue")]
    assert results(policy, attacks, listed) == [(Verdict.HOLD, listed)]


@pytest.mark.parametrize(
    ("expectation", "text", "is_met"),
    [
        (FLAG, "[personal_attack 0.6]", True),
        (FLAG, "Kind.", False),
        (PASS, "Kind.", True),
        (PASS, "[personal_attack 0.6]", False),
    ],
)
def test_an_example_is_met_where_it_is_judged_as_it_says(policy, expectation, text, is_met):
    wrong = example(policy, text, expectation)
    clauses = [make_clause()]
    assert [own.is_met for own in examples.judged(policy, clauses)] == [is_met]
    assert examples.failing(policy, clauses) == ([] if is_met else [wrong])


def test_a_text_that_cannot_be_scored_would_be_held(policy):
    example(policy, "[broken]")
    (own,) = examples.judged(policy, [make_clause()])
    assert (own.verdict, own.clause, own.is_scored, own.is_met) == (Verdict.HOLD, None, False, True)


def test_a_text_is_scored_once_by_each_release(policy, use_classifier):
    example(policy, "[personal_attack 0.6]")
    example(policy, "[personal_attack 0.6]", PASS)
    for name in ("second", "third"):
        classifier = WrittenClassifier(name)
        use_classifier(classifier)
        for _ in range(2):
            examples.judged(policy, [make_clause()])
        assert classifier.texts_seen == ["[personal_attack 0.6]"]


def test_examples_that_nothing_can_judge_have_no_verdict(policy, monkeypatch):
    kept = example(policy, "Kind.")

    def fail():
        raise ReleaseError("No classifier.")

    monkeypatch.setattr(fallback, "active", fail)
    with pytest.raises(ReleaseError):
        examples.judged(policy, [make_clause()])
    assert [(own.example, own.verdict) for own in examples.not_judged(policy)] == [(kept, None)]
