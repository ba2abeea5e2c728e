import pytest

from moderation.models import Clause, Policy, PolicyExample
from moderation.services.policy import drafting
from moderation.services.policy.publishable import NotPublishable
from tests.factories import make_policy_version, make_user, rule

pytestmark = pytest.mark.django_db

TEXT = "No personal attacks, and no profanity."


@pytest.fixture
def editor():
    return make_user()


@pytest.fixture
def draft(written_release):
    draft = drafting.draft_of(policy=Policy.objects.create())
    drafting.save(draft=draft, text=TEXT, clauses=[clause()])
    return draft


def clause(**fields):
    defaults = {
        "quote": "personal attacks",
        "attribute": "personal_attack",
        "queue_at": 0.5,
        "hold_at": 0.8,
    }
    return Clause(**{**defaults, **fields})


def example(draft, expectation, text):
    return PolicyExample.objects.create(policy=draft.policy, expectation=expectation, text=text)


def test_a_draft_starts_as_a_copy_of_what_is_in_force():
    version = make_policy_version()
    draft = drafting.draft_of(policy=version.policy)
    assert (draft.number, draft.text, draft.published_at) == (2, version.text, None)
    copied = [
        [getattr(row, name) for name in drafting.COPIED]
        for edition in (version, draft)
        for row in [*edition.clauses.all()]
    ]
    half = len(copied) // 2
    assert half == version.clauses.count()
    assert copied[:half] == copied[half:]


def test_a_policy_has_one_draft(draft):
    assert drafting.draft_of(policy=draft.policy) == draft


def test_publishing_freezes_the_draft(draft, editor):
    version = drafting.publish(draft=draft, published_by=editor)
    assert version.published_by == editor
    with pytest.raises(NotPublishable, match="frozen"):
        drafting.save(draft=version, text="Anything goes.", clauses=[])
    version.refresh_from_db()
    assert (version.text, version.clauses.count()) == (TEXT, 1)


def test_the_next_draft_leaves_the_published_version_alone(draft, editor):
    version = drafting.publish(draft=draft, published_by=editor)
    following = drafting.draft_of(policy=version.policy)
    drafting.save(draft=following, text="No attacks.", clauses=[clause(quote="attacks")])
    version.refresh_from_db()
    assert (version.text, version.clauses.get().quote) == (TEXT, "personal attacks")


def test_a_draft_that_was_overtaken_takes_the_next_number(draft, editor):
    overtaking = make_policy_version()
    version = drafting.publish(draft=draft, published_by=editor)
    assert version.number == overtaking.number + 1


@pytest.mark.parametrize(
    ("text", "clauses", "reason"),
    [
        ("", [clause()], "needs a text"),
        (TEXT, [], "at least one clause"),
        ("Be kind.", [clause()], "does not say “personal attacks”"),
    ],
)
def test_what_makes_no_policy_is_not_published(draft, editor, text, clauses, reason):
    drafting.save(draft=draft, text=text, clauses=clauses)
    with pytest.raises(NotPublishable, match=reason):
        drafting.publish(draft=draft, published_by=editor)


def test_a_version_is_not_published_twice(draft, editor):
    drafting.publish(draft=draft, published_by=editor)
    with pytest.raises(NotPublishable, match="published already"):
        drafting.publish(draft=draft, published_by=editor)


def test_examples_that_are_judged_as_they_say_let_it_through(draft, editor):
    example(draft, "flag", "[personal_attack 0.6]")
    example(draft, "pass", "[personal_attack 0.4]")
    assert drafting.publish(draft=draft, published_by=editor).published_at


@pytest.mark.parametrize(
    ("expectation", "text"), [("flag", "[personal_attack 0.4]"), ("pass", "[personal_attack 0.6]")]
)
def test_an_example_that_is_judged_otherwise_keeps_it_from_publishing(
    draft, editor, expectation, text
):
    wrong = example(draft, expectation, text)
    with pytest.raises(NotPublishable) as refused:
        drafting.publish(draft=draft, published_by=editor)
    assert refused.value.failing == [wrong]
    draft.refresh_from_db()
    assert draft.published_at is None


def test_listed_words_count_for_examples(draft, editor):
    example(draft, "flag", "Snake-oil for all")
    drafting.save(
        draft=draft, text=TEXT, clauses=[clause(rules=[rule("words", "snake oil", "queue")])]
    )
    assert drafting.publish(draft=draft, published_by=editor).published_at


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (rule("words", "snake oil\nshit*", "queue"), r"“shit\*” has a “\*”"),
        (rule("names", "...", "remove"), "is only punctuation"),
        (rule("patterns", "(a"), r"“\(a” is no pattern that RE2 reads: missing \)"),
        (rule("links", 0), "needs a number from 1 to 32,767"),
        ({"kind": "smell", "verdict": "hold"}, "“smell” is no kind of rule"),
    ],
)
def test_a_rule_that_cannot_be_used_keeps_a_version_from_publishing(draft, editor, wrong, message):
    drafting.save(draft=draft, text=TEXT, clauses=[clause(rules=[wrong])])
    with pytest.raises(NotPublishable, match=message):
        drafting.publish(draft=draft, published_by=editor)
    kept = drafting.draft_of(policy=draft.policy).clauses.get()
    assert kept.rules == [wrong]
