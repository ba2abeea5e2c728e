import pytest

from moderation.classifiers.base import Attribute
from moderation.models import PolicyExample
from moderation.models.clause_rules import RuleKind
from moderation.models.notice_texts import filled
from moderation.services.judging import releases
from moderation.services.policy import documents, shipped
from moderation.services.policy.examples import judged_by

ALL = shipped.available()
STRICTEST_FIRST = list(shipped.PURPOSES)
every_policy = pytest.mark.parametrize("own", ALL, ids=lambda own: own.key)


def document(own):
    return shipped.document(own.name, own.language)


def test_three_policies_are_shipped_in_two_languages():
    assert [(own.key, own.title) for own in ALL] == [
        ("strict.en", "Strict, English"),
        ("strict.de", "Strict, German"),
        ("usual.en", "Usual, English"),
        ("usual.de", "Usual, German"),
        ("open.en", "Open, English"),
        ("open.de", "Open, German"),
    ]


@every_policy
def test_a_shipped_file_is_written_as_export_writes_it(own):
    written = (shipped.FOLDER / f"{own.key}.json").read_text(encoding="utf-8")
    assert documents.dumps(documents.loads(written.encode())) == written


@every_policy
def test_a_shipped_policy_has_clauses_of_every_kind(own):
    clauses = document(own).clauses
    measured = {clause.attribute for clause in clauses if clause.attribute}
    kinds = {rule.kind for clause in clauses for rule in clause.rules}
    wanted = {RuleKind.LINKS, RuleKind.REPEATS, RuleKind.CAPITALS}
    assert measured == set(Attribute)
    assert wanted - kinds == set()
    assert len([clause for clause in clauses if clause.clause().is_for_people]) >= 4


@every_policy
def test_every_clause_says_in_a_notice_what_the_author_can_do(own):
    for clause in document(own).clauses:
        assert sorted(clause.notice_texts) == sorted(shipped.LANGUAGES)
        for text in clause.notice_texts.values():
            told = filled(text, {"name": "Ani", "rule": clause.quote, "article": "The bridge"})
            head, advice = told.split("\n")
            assert ("Ani" in head, clause.quote in head) == (True, True)
            assert advice
            assert "{" not in told


@pytest.mark.parametrize("language", shipped.LANGUAGES)
def test_a_stricter_policy_reviews_and_hides_at_lower_thresholds(language):
    def thresholds(name):
        clauses = shipped.document(name, language).clauses
        return {own.attribute: (own.queue_at, own.hold_at) for own in clauses if own.attribute}

    strict, usual, liberal = map(thresholds, STRICTEST_FIRST)
    for attribute in map(str, Attribute):
        for step in (0, 1):
            ordered = [own[attribute][step] for own in (strict, usual, liberal)]
            assert ordered == sorted(set(ordered)), (attribute, step)


@pytest.mark.parametrize("name", shipped.PURPOSES)
def test_both_languages_have_the_same_settings(name):
    assert shipped.document(name, "en").settings == shipped.document(name, "de").settings


@pytest.mark.parametrize("name", shipped.PURPOSES)
def test_german_thresholds_are_higher_since_the_classifier_reads_english(name):
    def thresholds(language):
        clauses = shipped.document(name, language).clauses
        return {c.attribute: c.queue_at for c in clauses if c.attribute}

    english, german = thresholds("en"), thresholds("de")
    assert [a for a in english if german[a] <= english[a]] == []


@pytest.mark.parametrize("classifier", ["linear", "standard"])
@every_policy
def test_the_examples_hold_with_the_shipped_classifiers(own, classifier):
    examples = [
        PolicyExample(text=example.text, expectation=example.expectation)
        for example in document(own).examples
    ]
    clauses = [entry.clause() for entry in document(own).clauses]
    judged = judged_by(releases.load(classifier), examples, clauses)
    assert [own.example.text for own in judged if not own.is_met] == []
    assert len(examples) >= 6


@pytest.mark.parametrize("own", [own for own in ALL if own.language == "de"], ids=str)
def test_what_german_examples_flag_is_flagged_by_rules_alone(own):
    clauses = [entry.clause() for entry in document(own).clauses]
    calm = dict.fromkeys(Attribute, 0.0)

    class Calm:
        name = digest = "calm"

        def score(self, texts):
            return [calm for _ in texts]

    examples = [
        PolicyExample(text=e.text, expectation=e.expectation) for e in document(own).examples
    ]
    assert [own for own in judged_by(Calm(), examples, clauses) if not own.is_met] == []


def test_an_unknown_policy_is_refused_with_those_that_there_are():
    for key in ("usual.fr", "usual", "", "../strict.en"):
        with pytest.raises(shipped.UnknownPolicyError, match=r"Choose one of: strict\.en, strict"):
            shipped.of_key(key)
