"""Runs over comments in languages that the release does not read."""

import pytest

from articles.models import Comment
from moderation.classifiers import languages
from moderation.models import Score
from moderation.services.judging import scoring
from moderation.services.nightly import rescoring, starting
from tests.factories import make_comment, make_policy_version
from tests.services.nightly.running import run_through
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

CALM, GERMAN = "The bridge is open.", "Du bist einfach zu dumm für diese Diskussion."
MIXED = f"The bridge is late again and nobody says why. {GERMAN}"


def publish_with(unread):
    version = make_policy_version()
    version.unread = unread
    version.save(update_fields=["unread"])
    return version


def scored(text):
    comment = make_comment(text)
    scoring.score([comment])
    return comment


def statuses():
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_a_new_verdict_for_a_language_reaches_old_comments_without_scoring(use_classifier):
    classifier = WrittenClassifier()
    use_classifier(classifier)
    publish_with({"de": "publish"})
    for text in (CALM, GERMAN, MIXED):
        scored(text)
    assert statuses() == ["published"] * 3
    classifier.texts_seen.clear()
    publish_with({"de": "hold"})
    assert run_through().examined == 3
    assert statuses() == ["published", "held", "held"]
    assert not {CALM, GERMAN, MIXED} & set(classifier.texts_seen)


def test_scores_of_before_languages_were_told_are_made_anew(use_classifier):
    use_classifier(WrittenClassifier())
    make_policy_version()
    comment = scored(GERMAN)
    Score.objects.update(language="", verdict="publish")
    Comment.objects.update(status="published")
    comment.findings.all().delete()
    comment.review_items.all().delete()
    assert run_through().examined == 1
    assert (statuses(), Score.objects.get().language) == (["held"], "de")
    assert run_through().examined == 0


def test_a_new_release_asks_for_no_language_again(use_classifier, monkeypatch):
    use_classifier(WrittenClassifier("first"))
    make_policy_version()
    for text in (CALM, GERMAN):
        scored(text)
    edited = scored(CALM)
    use_classifier(WrittenClassifier("second"))
    Comment.objects.filter(pk=edited.pk).update(text=GERMAN, edited_at="2099-01-01T00:00Z")
    asked = []
    monkeypatch.setattr(
        languages, "read", lambda text, own=languages.read: asked.append(text) or own(text)
    )
    rescoring.judge(starting.begin(), 0, edited.pk)
    assert asked == [GERMAN]


def test_a_release_that_reads_more_publishes_what_was_held(use_classifier):
    use_classifier(WrittenClassifier("first"))
    make_policy_version()
    scored(GERMAN)
    use_classifier(WrittenClassifier("second", languages=["en", "de"]))
    run_through()
    assert statuses() == ["published"]


def test_comments_that_nothing_scored_are_read_by_their_text(use_classifier):
    use_classifier(WrittenClassifier())
    make_policy_version()
    make_comment(GERMAN)
    run_through()
    assert Score.objects.get().language == "de"
