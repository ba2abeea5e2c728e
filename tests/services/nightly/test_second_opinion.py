import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import posting
from articles.models import Comment
from moderation.classifiers.base import ReleaseError
from moderation.models import ClassifierRelease, Decision, Finding, ReviewItem, Score
from moderation.models.review import DISPUTED, WATCHED
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.desk import cards
from moderation.services.judging import loaders, releases, scoring
from moderation.services.nightly import second_opinion, starting
from moderation.services.nightly.run_summary import RunSummary
from moderation.services.nightly.working import Worker
from tests import tiny_checkpoint
from tests.factories import make_comment, make_moderator, make_policy_version
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

CALM, CLOSE, RUDE, VILE = (f"[personal_attack {p}]" for p in (0.1, 0.45, 0.6, 0.99))


class Contrary(WrittenClassifier):
    """Says of each text the opposite of what is written in it."""

    def __init__(self, release="contrary"):
        super().__init__(release)

    def score(self, texts):
        return [{a: round(1 - p, 4) for a, p in scores.items()} for scores in super().score(texts)]


@pytest.fixture(autouse=True)
def _site(written_release):
    make_policy_version()


@pytest.fixture
def second(monkeypatch):
    """Makes a classifier known under the name `second`."""

    def second(classifier):
        monkeypatch.setitem(loaders.CLASSIFIERS, "second", loaders.Loader(lambda _: classifier))
        releases._load.cache_clear()
        return classifier

    return second


def scored(*texts):
    comments = [make_comment(text) for text in texts]
    scoring.score(comments)
    return comments


def ask(**limit):
    run = starting.begin_second("second", **limit or {"comments": 100})
    Worker().work(run)
    return run


def test_only_the_least_certain_comments_are_read(second):
    classifier = second(WrittenClassifier("other"))
    scored(CALM, CLOSE, RUDE, VILE)
    assert ask(comments=2).examined == 2
    assert sorted(classifier.texts_seen) == [CLOSE, RUDE]


def test_the_next_run_goes_on_with_the_next_least_certain(second):
    classifier = second(WrittenClassifier("other"))
    scored(CALM, CLOSE, RUDE, VILE)
    ask(comments=2)
    ask(comments=1)
    assert classifier.texts_seen[2:] == [VILE]
    ask()
    assert ask().examined == 0
    assert len(classifier.texts_seen) == 4


def test_it_has_its_own_scores_and_a_shadow_release(second, written_release):
    second(Contrary())
    (comment,) = scored(RUDE)
    run = ask()
    own = comment.scores.get(release=run.release)
    assert run.release.status == ClassifierRelease.Status.SHADOW
    assert own.personal_attack == 0.4
    assert comment.scores.get(release=written_release).personal_attack == 0.6
    assert Score.objects.second_opinions_of([comment.pk]) == {comment.pk: own}


def test_what_readers_see_does_not_change(second):
    second(Contrary())
    comments = scored(CALM, VILE)
    before = list(Comment.objects.order_by("pk").values_list("status", flat=True))
    ask()
    assert list(Comment.objects.order_by("pk").values_list("status", flat=True)) == before
    assert not Decision.objects.exists()
    assert [comment.findings.count() for comment in comments] == [0, 1]


def test_a_case_on_which_they_disagree_rises(second):
    second(Contrary())
    (comment,) = scored(RUDE)
    run = ask()
    item = comment.review_items.get()
    assert (item.disputed, item.priority) == (True, 0.6 + DISPUTED)
    assert RunSummary.from_json(run.summary).verdict_changed == 1


def test_a_case_on_a_watched_article_stays_ahead_where_they_disagree(second):
    second(Contrary())
    (comment,) = scored(RUDE)
    Finding.objects.create(comment=comment, reason="watched", verdict="queue")
    ask()
    assert comment.review_items.get().priority == 0.6 + DISPUTED + WATCHED


def test_a_comment_without_a_case_gets_one_where_they_disagree(second):
    second(Contrary())
    (comment,) = scored(CALM)
    ask()
    item = comment.review_items.get()
    assert (item.queue, item.disputed) == (ReviewItem.Queue.NEEDS_REVIEW, True)


def test_where_they_agree_the_queue_stays_as_it_is(second):
    second(WrittenClassifier("other"))
    scored(CALM, RUDE)
    before = list(ReviewItem.objects.values())
    ask()
    assert list(ReviewItem.objects.values()) == before


def test_a_dispute_outlives_the_next_rescoring(second):
    second(Contrary())
    (comment,) = scored(CALM)
    ask()
    scoring.score([comment])
    item = comment.review_items.open().get()
    assert (item.disputed, item.priority) == (True, 0.1 + DISPUTED)


@pytest.mark.parametrize("number", [1, 3])
def test_a_dispute_about_words_that_were_edited_is_void(second, number):
    second(Contrary())
    comments = scored(*[RUDE] * number)
    ask()
    Comment.objects.update(text=CALM, edited_at=timezone.now())
    comments = list(Comment.objects.all())
    with CaptureQueriesContext(connection) as queries:
        scoring.score(comments)
    items = ReviewItem.objects.values_list("status", "disputed")
    assert list(items) == [("closed", False)] * number
    assert sum("disputed" in query["sql"] for query in queries if "UPDATE" in query["sql"]) == 1


def test_a_case_that_stays_open_after_an_edit_sinks_to_where_it_belongs(second):
    second(Contrary())
    (comment,) = scored(VILE)
    ask()
    posting.edit(comment=comment, text=RUDE)
    item = comment.review_items.open().get()
    assert (item.disputed, item.priority) == (False, 0.6)


def test_what_a_person_decided_is_not_asked_about(second):
    classifier = second(Contrary())
    (comment,) = scored(RUDE)
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.APPROVE,
        version_token=version_token_of(comment),
    )
    assert ask().examined == 0
    assert classifier.texts_seen == []


def test_an_edited_comment_is_asked_about_again(second):
    second(Contrary())
    (comment,) = scored(RUDE)
    ask()
    Comment.objects.filter(pk=comment.pk).update(text=CLOSE, edited_at=timezone.now())
    assert Score.objects.second_opinions_of([comment.pk]) == {}
    assert ask().examined == 1
    assert Score.objects.second_opinions_of([comment.pk])[comment.pk].personal_attack == 0.55


def test_a_comment_edited_while_it_was_read_is_left(second):
    second(Contrary())
    (comment,) = scored(RUDE)
    run = starting.begin_second("second", comments=1)
    batch = second_opinion.judge(run, 0, comment.pk)
    Comment.objects.filter(pk=comment.pk).update(text=CALM)
    batch.store()
    assert comment.scores.count() == 1


def test_a_text_that_breaks_the_second_classifier_is_counted_and_left(second):
    second(Contrary())
    (comment,) = scored(RUDE)
    Comment.objects.filter(pk=comment.pk).update(text="[broken]")
    run = ask()
    assert (run.not_scored, Score.objects.count()) == (1, 1)


def test_minutes_are_turned_into_comments(second):
    second(WrittenClassifier("other"))
    scored(CALM, CLOSE, RUDE, VILE)
    assert ask(seconds=60).examined == 4


def test_the_active_release_cannot_be_its_own_second_opinion(settings):
    with pytest.raises(ReleaseError, match="cannot give the second opinion too"):
        starting.begin_second(settings.CLASSIFIER, comments=1)


def test_first_and_second_opinions_run_side_by_side(second):
    second(WrittenClassifier("other"))
    scored(RUDE)
    assert starting.begin() != starting.begin_second("second", comments=1)


@pytest.mark.needs("detoxify")
def test_detoxify_gives_a_second_opinion(settings, tmp_path):
    checkpoint = tiny_checkpoint.write(tmp_path)
    settings.DETOXIFY_CHECKPOINT = str(checkpoint.path)
    settings.DETOXIFY_SHA256 = checkpoint.sha256
    settings.DETOXIFY_CONFIG = str(checkpoint.config)
    releases._load.cache_clear()
    comments = scored(RUDE, "you are an idiot [personal_attack 0.7]", "\n")
    run = starting.begin_second("detoxify", comments=100)
    Worker().work(run)
    releases._load.cache_clear()
    assert (run.release.name, run.release.digest) == ("detoxify-tiny", checkpoint.sha256)
    assert (run.examined, run.not_scored) == (3, 0)
    assert len(Score.objects.second_opinions_of([comment.pk for comment in comments])) == 3


def test_the_card_shows_both_opinions(second, client):
    second(Contrary())
    (comment,) = scored(RUDE)
    ask()
    client.force_login(make_moderator())
    shown = client.get(reverse("desk:card", args=[comment.pk])).content.decode()
    assert "A second opinion differs</strong>: written-contrary, 40" in " ".join(shown.split())
    (card,) = cards.of_comments([comment])
    assert (card.worst.probability, card.second_probability) == (0.6, 0.4)
