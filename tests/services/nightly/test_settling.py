"""What stays published under a new policy version, found without reading or locking comments."""

import pytest

from articles.models import Comment
from moderation.models import Policy, ReviewItem, Score
from moderation.services.judging import scoring
from moderation.services.nightly import settling, starting
from moderation.services.policy import drafting
from tests.factories import make_article, make_author, make_clause, make_comment, rule
from tests.services.nightly.running import run_through
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

CALM = "Fine."


def publish(article=None, **fields):
    policy, _ = Policy.objects.get_or_create(article=article)
    draft = drafting.draft_of(policy=policy)
    drafting.save(draft=draft, text="No personal attacks.", clauses=[make_clause(**fields)])
    return drafting.publish(draft=draft, published_by=None)


def scored(text, **fields):
    comment = make_comment(text, **fields)
    scoring.score([comment])
    return comment


def settled_comments():
    """The ids of the comments that a run over all of them would settle."""
    last = Comment.objects.latest("pk").pk
    groups = settling.settle(starting.begin(), 0, last).groups
    scores = [pk for _, own, _ in groups for pk in own]
    return sorted(Score.objects.filter(pk__in=scores).values_list("comment", flat=True))


@pytest.mark.usefixtures("written_release")
def test_what_stays_below_every_threshold_is_settled():
    publish()
    calm, _ = scored("[personal_attack 0.3]"), scored("[personal_attack 0.4]")
    scored("[personal_attack 0.6]")
    publish(queue_at=0.35)
    assert settled_comments() == [calm.pk]


@pytest.mark.usefixtures("written_release")
def test_what_more_than_the_score_speaks_about_is_not_settled():
    publish()
    calm, reported, edited, held, erased = (scored(CALM) for _ in range(5))
    scored(CALM, author=make_author(name="[personal_attack 0.9]"))
    ReviewItem.objects.create(comment=reported, queue=ReviewItem.Queue.REPORTED)
    Comment.objects.filter(pk=edited.pk).update(edited_at="2999-01-01T00:00Z")
    Comment.objects.filter(pk=held.pk).update(status=Comment.Status.HELD)
    Comment.objects.filter(pk=erased.pk).update(text="")
    publish()
    assert settled_comments() == [calm.pk]


@pytest.mark.usefixtures("written_release")
def test_each_comment_is_judged_by_the_version_of_its_article():
    article, listing = make_article(), make_article()
    for own in (None, article, listing):
        publish(own)
    calm, under_its_own, _ = (
        scored("[personal_attack 0.3]", article=own) for own in (make_article(), article, listing)
    )
    publish(queue_at=0.2)
    publish(article)
    publish(listing, rules=[rule("words", "snake oil")])
    assert settled_comments() == [under_its_own.pk]
    assert calm.pk not in settled_comments()


@pytest.mark.usefixtures("written_release")
def test_a_score_that_is_replaced_meanwhile_is_left_alone():
    version = publish()
    comment = scored(CALM)
    publish()
    settled = settling.settle(starting.begin(), 0, comment.pk)
    Score.objects.all().delete()
    Score.objects.create(
        comment=comment,
        release=settled.run.release,
        policy_version=version,
        verdict="hold",
        language="en",
        **dict.fromkeys(("profanity", "threat", "identity_attack", "toxicity"), 0.1),
        personal_attack=0.9,
    )
    settled.store()
    assert Score.objects.get().policy_version == version


def test_what_is_compared_with_another_release_is_not_settled(use_classifier):
    use_classifier(WrittenClassifier("first"))
    publish()
    comment = scored(CALM)
    use_classifier(WrittenClassifier("second"))
    scoring.score([comment])
    publish()
    assert settled_comments() == []
    run_through()
    assert Score.objects.latest("pk").policy_version.number == 2
