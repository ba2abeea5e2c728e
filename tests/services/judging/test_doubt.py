"""Comments in a language whose release is not always sure."""

import pytest

from articles.models import Comment
from moderation.models import Finding, PolicyVersion
from moderation.services.clients import trying
from moderation.services.judging import scoring
from tests.factories import make_comment, make_policy_version
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

CALM = "Wann wird die Brücke endlich eröffnet? [toxicity 0.1]"
DOUBTED = "Wann wird die Brücke endlich eröffnet? [toxicity 0.3]"
FLAGGED = "Du bist zu dumm für diese Diskussion. [toxicity 0.3] [profanity 0.6]"
MIXED = f"The bridge is late again, and nobody says why. {DOUBTED}"


@pytest.fixture
def version(use_classifier):
    use_classifier(WrittenClassifier(languages=("en", "de"), sure_below={"de": 0.2}))
    return make_policy_version()


def scored(text):
    comment = make_comment(text)
    scoring.score([comment])
    comment.refresh_from_db()
    return comment


def found_in(comment):
    return [(f.reason, f.language, f.probability, f.verdict) for f in comment.findings.all()]


def test_what_is_surely_calm_is_published(version):
    comment = scored(CALM)
    assert (comment.status, found_in(comment)) == (Comment.Status.PUBLISHED, [])


def test_what_is_not_surely_calm_gets_the_verdict_of_its_language(version):
    comment = scored(DOUBTED)
    assert comment.status == Comment.Status.HELD
    assert found_in(comment) == [("not_read", "de", 0.3, "hold")]
    version.unread = {"de": "queue"}
    version.save(update_fields=["unread"])
    comment = scored(DOUBTED)
    assert comment.status == Comment.Status.PUBLISHED
    assert found_in(comment) == [("not_read", "de", 0.3, "queue")]


def test_there_is_no_doubt_about_what_breaks_a_clause(version):
    assert [reason for reason, *_ in found_in(scored(FLAGGED))] == [Finding.Reason.CLAUSE]


def test_the_part_of_a_comment_in_two_languages_is_doubted(version):
    assert found_in(scored(MIXED)) == [("not_read", "de", 0.3, "hold")]


def test_a_policy_tried_on_texts_says_the_same(version):
    current = PolicyVersion.objects.get()
    _, tried = trying.try_texts([CALM, DOUBTED, FLAGGED], current)
    found = [[(f.reason, f.language) for f in own.findings] for own in tried]
    assert found == [[], [("not_read", "de")], [("clause", "")]]


def test_a_comment_that_is_judged_again_by_its_stored_score_is_doubted_again(version):
    comment = scored(DOUBTED)
    known = comment.scores.get()
    (outcome,) = scoring.judge([comment], [known.probabilities], [known.language])
    assert [f.reason for f in outcome.findings] == [Finding.Reason.NOT_READ]
