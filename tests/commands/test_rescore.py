from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Comment
from moderation.models import Decision, Finding, RescoringRun, ReviewItem, Score
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import loaders
from moderation.services.nightly import starting
from tests.factories import make_comment, make_moderator, make_policy_version
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

CALM, VILE = "Fine.", "[personal_attack 0.9]"


@pytest.fixture
def version(written_release):
    return make_policy_version()


def rescore(*options):
    out = StringIO()
    call_command("rescore", *options, stdout=out)
    return out.getvalue()


def test_it_scores_what_is_outdated_and_shows_what_changed(version):
    make_comment(VILE, status="published")
    make_comment(CALM, status="published")
    shown = rescore()
    assert "2 comments scored" in shown
    assert "Published → Held for review" in shown
    assert list(Comment.objects.order_by("pk").values_list("status", flat=True)) == [
        "held",
        "published",
    ]


def test_the_second_time_there_is_nothing_to_do(version):
    make_comment(VILE)
    rescore()
    assert "Every comment is up to date with written-first." in rescore()


def test_after_an_interrupted_run_it_also_scores_newer_comments(version):
    make_comment(CALM)
    left = starting.begin()
    newer = make_comment(VILE, status="published")
    shown = rescore()
    newer.refresh_from_db()
    assert (newer.status, Score.objects.count()) == ("held", 2)
    left.refresh_from_db()
    newest = RescoringRun.objects.exclude(pk=left.pk).get()
    assert [(run.state, run.examined) for run in (left, newest)] == [("finished", 1)] * 2
    assert shown.count("1 comments scored") == 2


def test_failures_of_an_interrupted_run_are_reported_once(version):
    make_comment("[broken]")
    starting.begin()
    make_comment("[broken]")
    with pytest.raises(CommandError, match=r"^2 comments could not be scored"):
        rescore()


class Publishing(WrittenClassifier):
    """An editor publishes a new policy while it scores its first text."""

    def score(self, texts):
        if not self.texts_seen:
            make_policy_version()
        return super().score(texts)


def test_a_policy_that_is_published_during_a_run_is_followed_before_it_ends(
    version, use_classifier
):
    make_comment(VILE)
    use_classifier(Publishing("second"))
    rescore()
    assert RescoringRun.objects.filter(state=RescoringRun.State.FINISHED).count() == 2
    assert "Every comment is up to date" in rescore()
    assert Score.objects.get().policy_version.number == 2


def test_a_dry_run_says_what_would_change_and_changes_nothing(version):
    comment = make_comment(VILE, status="published")
    shown = rescore("--dry-run")
    comment.refresh_from_db()
    assert "What would change" in shown
    assert comment.status == "published"
    assert not any(model.objects.exists() for model in (Score, Finding, ReviewItem))


def test_comments_that_could_not_be_scored_give_their_own_exit_code(version):
    make_comment("[broken]")
    with pytest.raises(CommandError, match="1 comments could not be scored") as error:
        rescore()
    assert error.value.returncode == 3


def test_an_unknown_classifier_is_an_error_that_names_the_known_ones(version, settings):
    settings.CLASSIFIER = "parrot"
    with pytest.raises(CommandError, match="no classifier 'parrot'") as error:
        rescore()
    assert error.value.returncode == 1


@pytest.mark.parametrize("size", ["0", "-1", "many"])
def test_a_batch_size_must_be_a_positive_number(version, size):
    with pytest.raises(CommandError, match="--batch-size"):
        rescore(f"--batch-size={size}")


def test_a_decision_that_the_verdict_contradicts_is_listed(version):
    comment = make_comment(VILE)
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.APPROVE,
        version_token=version_token_of(comment),
    )
    shown = rescore()
    assert "Decided by a moderator, verdict disagrees │        1" in shown
    assert str(comment.article) in shown


def test_more_drift_than_the_operator_allows_gives_its_own_exit_code(version, use_classifier):
    comment = make_comment(CALM)
    rescore()
    Comment.objects.filter(pk=comment.pk).update(text=VILE)
    use_classifier(WrittenClassifier("second"))
    with pytest.raises(CommandError, match=r"100.0% of the verdicts changed") as error:
        rescore("--drift-limit=0.5")
    assert error.value.returncode == 4


def test_drift_within_the_limit_is_no_error(version, use_classifier):
    make_comment(CALM)
    rescore()
    use_classifier(WrittenClassifier("second"))
    assert "1 comments scored" in rescore("--drift-limit=0")


@pytest.mark.parametrize("limit", ["-0.1", "1.1", "much"])
def test_a_drift_limit_must_be_a_share(version, limit):
    with pytest.raises(CommandError, match="--drift-limit"):
        rescore(f"--drift-limit={limit}")


def test_a_second_opinion_is_asked_for_after_the_first(version, monkeypatch):
    monkeypatch.setitem(
        loaders.CLASSIFIERS, "other", loaders.Loader(lambda _: WrittenClassifier("other"))
    )
    make_comment(VILE)
    shown = rescore("--second-opinion=other", "--band=10")
    assert "written-other scored 1 comments and disagrees on 0" in shown


def test_an_unavailable_second_opinion_says_why(version):
    make_comment(VILE)
    with pytest.raises(CommandError, match="no classifier 'parrot'"):
        rescore("--second-opinion=parrot")
    assert Score.objects.count() == 1
