"""Other writes to a comment while a batch with it is being stored."""

from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, transaction

from articles import posting
from articles.models import Author, Comment
from articles.signals import CommentRefused
from moderation.models import Decision, RescoringRun, ReviewItem, Score
from moderation.services.decisions import concurrency, deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import scoring
from moderation.services.judging.persistence import bulk_insert, storing
from moderation.services.nightly import starting
from moderation.services.nightly.working import Worker
from moderation.services.readers import personal_data
from tests.factories import make_author, make_comment, make_moderator, make_policy_version
from tests.services.judging.stored_rows import stored_rows

pytestmark = pytest.mark.django_db(transaction=True)

VILE = "[personal_attack 0.9]"


@pytest.fixture
def version(written_release):
    return make_policy_version()


def while_storing(comments, act):
    """Run `act` in another thread while `comments` are locked; what it raised."""
    raised = []

    def run():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '300ms'")
            act()
        except OperationalError as error:
            raised.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        storing.store(scoring.judge(comments))
        thread = Thread(target=run)
        thread.start()
        thread.join(timeout=10)
    return raised


def test_a_reply_does_not_wait_for_the_comment_it_answers(version):
    comment = make_comment(VILE)
    author = make_author()
    answer = Comment(article=comment.article, author=author, parent=comment, text="No.")
    assert while_storing([comment], answer.save) == []


def test_a_post_does_not_wait_for_others_of_its_author_and_article(version):
    comment = make_comment(VILE)
    other = Comment(article=comment.article, author=comment.author, text="Another.")

    def post():
        other.save()
        scoring.score([other])

    assert while_storing([comment], post) == []


def test_a_decision_waits_for_the_batch_and_is_made_about_what_it_left(version):
    comment, moderator = make_comment(VILE), make_moderator()
    done = Event()

    def decide():
        deciding.decide(
            comment=comment,
            moderator=moderator,
            action=Decision.Action.APPROVE,
            version_token=version_token_of(comment),
        )
        done.set()
        connection.close()

    with transaction.atomic():
        storing.store(scoring.judge([comment]))
        thread = Thread(target=decide)
        thread.start()
        assert not done.wait(timeout=0.3)
    thread.join(timeout=10)
    assert done.is_set()
    comment.refresh_from_db()
    assert comment.status == Comment.Status.PUBLISHED


def test_a_comment_deleted_while_it_is_stored_leaves_no_score(version):
    comment = make_comment("Fine.")

    def delete():
        Comment.objects.get(pk=comment.pk).delete()
        connection.close()

    with transaction.atomic():
        storing.store(scoring.judge([comment]))
        thread = Thread(target=delete)
        thread.start()
        thread.join(timeout=0.3)
        assert thread.is_alive()
    thread.join(timeout=10)
    assert (Comment.objects.count(), Score.objects.count()) == (0, 0)


def test_an_erasure_waits_for_the_batch_and_leaves_nothing_of_it(version):
    """The batch holds the comment and tells its author; the erasure holds the author."""
    comment, done = make_comment(VILE), Event()

    def erase():
        personal_data.erase(Author.objects.get(pk=comment.author_id))
        done.set()
        connection.close()

    with transaction.atomic():
        storing.lock_unchanged(outcomes := scoring.judge([comment]))
        thread = Thread(target=erase)
        thread.start()
        assert not done.wait(timeout=0.3)
        storing.store(outcomes)
    thread.join(timeout=10)
    assert done.is_set()
    comment.refresh_from_db()
    assert (comment.status, comment.text) == (Comment.Status.REMOVED, "")
    assert [finding.evidence for finding in comment.findings.all()] == [[]]
    assert [notice.evidence for notice in comment.notices.all()] == [[]]
    assert not ReviewItem.objects.open().exists()


def test_a_batch_that_waits_for_an_erasure_stores_nothing_of_it(version):
    comment, other = make_comment(VILE), make_comment(VILE)
    outcomes, stored = scoring.judge([comment, other]), []

    def store():
        stored.extend(storing.store(outcomes))
        connection.close()

    thread = Thread(target=store)
    with transaction.atomic():
        personal_data.erase(comment.author)
        thread.start()
        thread.join(timeout=0.3)
        assert thread.is_alive()
    thread.join(timeout=10)
    assert [outcome.comment.pk for outcome in stored] == [other.pk]
    comment.refresh_from_db()
    assert (comment.status, comment.findings.count()) == (Comment.Status.REMOVED, 0)


def test_a_run_that_waits_for_a_lock_blocks_no_decision(version):
    busy, other = make_comment(VILE), make_comment(VILE)
    run, moderator = starting.begin(), make_moderator()

    def work():
        Worker().work(RescoringRun.objects.get(pk=run.pk))
        connection.close()

    thread = Thread(target=work)
    with transaction.atomic():
        Comment.objects.select_for_update().get(pk=busy.pk)
        thread.start()
        thread.join(timeout=0.3)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
        deciding.decide(
            comment=other,
            moderator=moderator,
            action=Decision.Action.APPROVE,
            version_token=version_token_of(other),
        )
        assert thread.is_alive()
    thread.join(timeout=30)
    run.refresh_from_db()
    assert (run.state, run.examined, Score.objects.count()) == ("finished", 2, 2)


def test_workers_on_one_run_share_it(version, settings):
    settings.RESCORE_CHUNK = 2
    for _ in range(40):
        make_comment(VILE)
    run = starting.begin()

    def work():
        Worker(batch_size=1).work(RescoringRun.objects.get(pk=run.pk))
        connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    run.refresh_from_db()
    assert (run.state, run.examined, Score.objects.count()) == ("finished", 40, 40)


def test_copy_stores_what_ordinary_inserts_store(version, monkeypatch):
    texts = ["Fine.", "[personal_attack 0.6]", VILE, "[broken]", "[threat 0.3] [toxicity 0.123456]"]
    comments = [make_comment(text) for text in texts]
    scoring.score(comments)
    copied = stored_rows()
    Score.objects.all().delete()
    monkeypatch.setattr(bulk_insert.connection, "vendor", "another", raising=False)
    scoring.score(comments)
    assert stored_rows() == copied


def test_an_edit_that_waits_for_a_decision_does_not_keep_its_author_from_being_told(version):
    """The edit holds the author and waits for the comment; the notice points at the author."""
    comment, moderator, refused = make_comment(VILE), make_moderator(), []

    def edit():
        try:
            posting.edit(comment=Comment.objects.get(pk=comment.pk), text="Better words.")
        except CommentRefused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    thread = Thread(target=edit)
    with transaction.atomic():
        concurrency.lock([comment.pk])
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive()
        deciding.decide(
            comment=comment,
            moderator=moderator,
            action=Decision.Action.REMOVE,
            version_token=version_token_of(comment),
        )
    thread.join(timeout=10)
    assert (len(refused), comment.notices.count()) == (1, 1)
