"""Comments in languages that the release in use does not read."""

import pytest

from articles.models import Comment
from moderation.models import Clause, Finding, Notice, Verdict
from moderation.services.judging import scoring
from tests.classifiers.languages import sample
from tests.factories import make_comment, make_policy_version, rule
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

GERMAN = "Du bist einfach zu dumm für diese Diskussion."
TURKISH = "Sen bunu anlamayacak kadar aptalsın."
MIXED = f"[profanity 0.6] and the bridge is late again. {GERMAN} Thank you all for this."


@pytest.fixture
def version(written_release):
    return make_policy_version()


def scored(text, **fields):
    comment = make_comment(text, **fields)
    scoring.score([comment])
    comment.refresh_from_db()
    return comment


def found_in(comment):
    return sorted((f.reason, f.language, f.verdict) for f in comment.findings.all())


def give(version, **unread):
    version.unread = unread
    version.save(update_fields=["unread"])


def test_a_comment_that_is_not_read_is_held_and_its_author_is_told(version):
    comment = scored(GERMAN)
    assert comment.status == Comment.Status.HELD
    assert found_in(comment) == [("not_read", "de", "hold")]
    assert comment.scores.get().language == "de"
    assert comment.review_items.open().get().queue == "needs_review"
    notice = Notice.objects.get(comment=comment)
    assert notice.explanation == "It is in a language that we cannot check automatically."


def test_the_policy_sets_the_verdict_for_each_language(version):
    give(version, others="queue", de="hold", tr="publish")
    verdicts = [scored(text).scores.get().verdict for text in (GERMAN, TURKISH, "Ти слишком тупой")]
    assert verdicts == ["hold", "publish", "queue"]


def test_what_is_published_unread_on_purpose_keeps_the_finding_that_says_so(version):
    give(version, tr="publish")
    comment = scored(TURKISH)
    assert comment.status == Comment.Status.PUBLISHED
    assert found_in(comment) == [("not_read", "tr", "publish")]
    assert not comment.review_items.exists()


def test_nothing_is_held_against_unread_text_because_of_what_it_resembles(version):
    comment = scored("Du bist einfach zu dumm für diese [personal_attack 0.99] Diskussion.")
    assert found_in(comment) == [("not_read", "de", "hold")]
    assert comment.scores.get().personal_attack == 0.01


def test_a_comment_in_two_languages_is_judged_by_what_is_read_and_marked_for_the_rest(version):
    comment = scored(MIXED)
    assert found_in(comment) == [("clause", "", "queue"), ("not_read", "de", "hold")]
    ((start, end, _),) = comment.findings.get(reason="not_read").evidence
    assert comment.text[start:end].strip() == GERMAN
    ((start, end, _),) = comment.findings.get(reason="clause").evidence
    assert comment.text[start:end] == "[profanity 0.6]"
    assert comment.scores.get().language == "en+de"


def test_word_lists_and_links_apply_to_unread_text(version):
    Clause.objects.filter(version=version, attribute="profanity").update(
        rules=[rule("words", "Drecksack"), rule("links", 1, "queue")]
    )
    comment = scored(f"{GERMAN} Drecksack! https://a.example/b")
    assert {f.reason for f in comment.findings.all()} == {"not_read", "words", "links"}


def test_undetermined_text_in_latin_letters_is_judged_as_ever(version):
    comment = scored("Bravo!")
    assert (comment.status, found_in(comment)) == (Comment.Status.PUBLISHED, [])
    assert comment.scores.get().language == "und"


def test_one_word_in_another_script_is_not_read_and_scored_all_the_same(version):
    comment = scored("Привет")
    assert found_in(comment) == [("not_read", "und-Cyrl", "hold")]


def test_a_release_that_reads_the_language_judges_it(use_classifier):
    use_classifier(WrittenClassifier("two", languages=["en", "de"]))
    make_policy_version()
    assert found_in(scored(GERMAN)) == []
    assert found_in(scored(TURKISH)) == [("not_read", "tr", "hold")]


def test_no_abusive_sentence_of_any_language_is_published_unjudged(version):
    comments = [make_comment(own.text) for own in sample.sentences() if own.kind == "abusive"]
    scoring.score(comments)
    published = [c.text for c in comments if c.status == Comment.Status.PUBLISHED]
    assert (len(comments) > 100, published) == (True, [])


def test_calm_english_is_never_held_as_unread(version):
    comments = [make_comment(text) for text in sample.english()]
    scoring.score(comments)
    assert not Finding.objects.filter(reason="not_read").exists()


def test_without_a_policy_unread_text_is_held_for_that_reason(written_release):
    assert found_in(scored(GERMAN)) == [("no_policy", "", "hold")]


def test_a_text_that_the_classifier_fails_on_stays_not_scored(version):
    comment = scored("[broken] The bridge is open.")
    assert (found_in(comment), comment.scores.count()) == ([("not_scored", "", "hold")], 0)


def test_the_severest_verdict_of_several_languages_counts(version):
    give(version, others="queue", de="hold")
    comment = scored(f"{GERMAN} {TURKISH} {TURKISH}")
    assert comment.scores.get().verdict == Verdict.HOLD
