from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from articles.models import Author, Comment
from moderation.models import Block, Decision, Finding, Notice, Origin, Reach
from moderation.services.decisions import blocking, deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import scoring
from moderation.services.readers import origins
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
    make_user,
)

pytestmark = pytest.mark.django_db

Reason = Finding.Reason
DAY = timedelta(days=1)
HERE, NEXT_DOOR, ELSEWHERE = "192.0.2.7", "192.0.2.99", "198.51.100.1"


@pytest.fixture
def request_from(rf):
    return lambda address: rf.get("/", REMOTE_ADDR=address)


def block(author, *reach, until=None):
    return blocking.block(
        author=author, reason="Attacks", until=until, blocked_by=make_moderator(), reach=reach
    )


def author_posting_from(request, **fields):
    author = make_author(**fields)
    origins.remember([make_comment(author=author)], request)
    return author


def test_a_block_bars_the_author_alone_unless_it_reaches_further(request_from):
    author = author_posting_from(request_from(HERE), email="ani@example.org")
    made = block(author)
    assert blocking.block_in_force(author) == made
    other = Author(name="Other", email="ani@example.org")
    assert blocking.block_in_force(other, request_from(HERE)) is None
    assert (made.email_key, made.network_key) == ("", "")


def test_a_block_reaches_an_e_mail_address_in_any_spelling(request_from):
    block(make_author(email="ani@example.org"), Reach.EMAIL)
    assert blocking.block_in_force(Author(name="New", email="Ani+2@example.org"))
    assert not blocking.block_in_force(Author(name="New", email="ben@example.org"))
    assert not blocking.block_in_force(Author(name="New"))


def test_a_block_reaches_the_network_of_the_last_comment(request_from):
    block(author_posting_from(request_from(HERE)), Reach.NETWORK)
    assert blocking.block_in_force(Author(name="New"), request_from(NEXT_DOOR))
    assert not blocking.block_in_force(Author(name="New"), request_from(ELSEWHERE))


def test_an_author_without_address_or_origin_is_blocked_alone(request_from):
    block(make_author(), Reach.EMAIL, Reach.NETWORK)
    assert not blocking.block_in_force(Author(name="New"), request_from(HERE))


def test_nothing_of_the_address_is_readable_in_the_block(request_from):
    made = block(
        author_posting_from(request_from(HERE), email="ani@example.org"),
        Reach.EMAIL,
        Reach.NETWORK,
    )
    kept = f"{made.email_key} {made.network_key}"
    assert len(kept) == 129
    assert "192.0.2" not in kept
    assert "ani" not in kept


def test_a_lifted_or_ended_block_reaches_nobody(request_from):
    author = author_posting_from(request_from(HERE))
    blocking.lift(block=block(author, Reach.NETWORK), lifted_by=None)
    block(author, Reach.NETWORK, until=timezone.now() - timedelta(seconds=1))
    assert blocking.block_in_force(author, request_from(HERE)) is None


def test_a_blocked_reader_is_refused_with_reason_and_end_and_keeps_the_text(client):
    article = make_article()
    url = f"/articles/{article.slug}/comments/"
    client.post(url, {"name": "Ani", "text": "First."})
    made = block(Author.objects.get(), Reach.NETWORK, until=timezone.now() + timedelta(days=1))
    response = client.post(url, {"text": "Second.", "confirmed": "on"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "You are blocked from commenting until" in page
    assert "Reason: Attacks" in page
    assert "Second.</textarea>" in page
    shown = client.get(article.get_absolute_url()).content.decode()
    assert made.notice.get_absolute_url() in shown


TOLD_TO_STRANGERS = "Your comment cannot be taken at the moment."


def send(client, article, text="Hello.", **fields):
    url = f"/articles/{article.slug}/comments/"
    answer = client.post(url, {"name": "Ben", "text": text, **fields}, follow=True)
    return answer.content.decode()


def says_nothing_of_a_block(page):
    words = ("block", "address", "network", "until", "Attacks")
    said = page.split("<main")[1].replace("Open it to confirm your address.", "")
    return not any(word in said for word in words)


@pytest.fixture
def article(written_release):
    make_policy_version()
    return make_article()


@pytest.fixture
def blocked(article):
    """A function that has a reader post and blocks them for a day."""

    def blocked(*reach, email="", address=HERE, **fields):
        client = Client(REMOTE_ADDR=address)
        send(client, article, "Vile.", name="Ani", email=email)
        made = block(Author.objects.get(name="Ani"), *reach, until=timezone.now() + DAY)
        Block.objects.filter(pk=made.pk).update(**fields)
        return client

    return blocked


def came(article, name="Ben"):
    """What became of the newest comment of a reader, and why."""
    comment = article.comments.filter(author__name=name).order_by("pk").last()
    return comment.status, [finding.reason for finding in comment.findings.all()]


def test_a_neighbour_is_refused_without_being_told_about_somebody_else(article, blocked):
    blocked(Reach.NETWORK)
    neighbour = Client(REMOTE_ADDR=NEXT_DOOR)
    page = send(neighbour, article)
    assert TOLD_TO_STRANGERS in page
    assert says_nothing_of_a_block(page)
    assert says_nothing_of_a_block(neighbour.get(article.get_absolute_url()).content.decode())
    assert Comment.objects.count() == 1


def test_who_types_the_address_of_a_blocked_author_learns_nothing_and_waits(article, blocked):
    blocked(Reach.EMAIL, email="ani@example.org")
    stranger = Client(REMOTE_ADDR=ELSEWHERE)
    page = send(stranger, article, email="A.ni+1@example.org")
    assert "Your comment is waiting for review" in page
    assert says_nothing_of_a_block(page)
    assert came(article) == ("held", [Reason.BLOCKED_ADDRESS])
    notice = Notice.objects.get(author__name="Ben")
    assert notice.explanation == "Some comments are reviewed before they are published."
    assert "Block" not in stranger.get(notice.get_absolute_url()).content.decode()
    send(stranger, article, "More.")
    assert says_nothing_of_a_block(stranger.get(article.get_absolute_url()).content.decode())
    assert came(article) == ("held", [Reason.BLOCKED_ADDRESS])


def test_an_address_that_nobody_blocked_is_free(article, blocked):
    blocked(email="ani@example.org")
    stranger = Client(REMOTE_ADDR=ELSEWHERE)
    assert "is published" in send(stranger, article, email="ani@example.org")


def test_who_was_blocked_and_deletes_the_cookie_is_held_as_a_new_author(article, blocked):
    blocked()
    again = Client(REMOTE_ADDR=NEXT_DOOR)
    for text in ("Hello.", "Hello again."):
        page = send(again, article, text)
        assert "Your comment is waiting for review" in page
        assert says_nothing_of_a_block(page)
        assert came(article) == ("held", [Reason.NEAR_BLOCK])


def test_a_new_account_is_a_new_author_there(article, blocked):
    blocked()
    again = Client(REMOTE_ADDR=HERE)
    again.force_login(make_user())
    send(again, article)
    assert came(article) == ("held", [Reason.NEAR_BLOCK])


def test_an_edit_does_not_get_a_new_author_past_it(article, blocked):
    blocked()
    again = Client(REMOTE_ADDR=HERE)
    send(again, article)
    comment = Comment.objects.get(author__name="Ben")
    again.post(f"/comments/{comment.pk}/edit/", {"text": "Changed."})
    assert came(article) == ("held", [Reason.NEAR_BLOCK])


def test_a_network_that_the_blocked_one_left_is_watched_too(article, blocked):
    client = blocked()
    client.defaults["REMOTE_ADDR"] = ELSEWHERE
    Block.objects.update(lifted_at=timezone.now())
    send(client, article, "From elsewhere.")
    Block.objects.update(lifted_at=None)
    send(Client(REMOTE_ADDR=HERE), article)
    assert came(article) == ("held", [Reason.NEAR_BLOCK])


def test_new_authors_elsewhere_are_free(article, blocked):
    blocked()
    send(Client(REMOTE_ADDR=ELSEWHERE), article)
    assert came(article) == ("published", [])


def test_who_was_there_before_the_block_is_free(article, blocked):
    neighbour, account = Client(REMOTE_ADDR=NEXT_DOOR), Client(REMOTE_ADDR=NEXT_DOOR)
    send(neighbour, article)
    account.force_login(make_user())
    blocked()
    send(neighbour, article, "More.")
    assert came(article) == ("published", [])
    send(account, article, name="Eva")
    assert came(article, "Eva") == ("published", [])


def test_a_new_author_whom_a_moderator_approved_is_free(article, blocked):
    blocked()
    neighbour = Client(REMOTE_ADDR=NEXT_DOOR)
    send(neighbour, article)
    comment = Comment.objects.get(author__name="Ben")
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.APPROVE,
        version_token=version_token_of(comment),
    )
    send(neighbour, article, "More.")
    assert came(article) == ("published", [])


@pytest.mark.parametrize(
    "fields",
    [
        {"blocked_at": timezone.now() - timedelta(hours=25)},
        {"lifted_at": timezone.now()},
        {"until": timezone.now() - timedelta(seconds=1)},
    ],
)
def test_an_old_a_lifted_or_an_ended_block_holds_nobody(article, blocked, fields):
    blocked(**fields)
    send(Client(REMOTE_ADDR=NEXT_DOOR), article)
    assert came(article) == ("published", [])


def test_a_held_newcomer_stays_held_when_the_night_scores_again_after_a_day(article, blocked):
    blocked()
    send(Client(REMOTE_ADDR=NEXT_DOOR), article)
    comment = Comment.objects.get(author__name="Ben")
    Block.objects.update(blocked_at=F("blocked_at") - DAY)
    Author.objects.update(created_at=F("created_at") - DAY)
    Origin.objects.update(received_at=F("received_at") - DAY)
    scoring.score([comment])
    assert came(article) == ("held", [Reason.NEAR_BLOCK])


def test_origins_are_forgotten_after_a_month(request_from):
    author_posting_from(request_from(HERE))
    old = author_posting_from(request_from(HERE))
    long_ago = timezone.now() - timedelta(days=31)
    Origin.objects.filter(comment__author=old).update(received_at=long_ago)
    assert origins.forget_old() == 1
    assert Origin.objects.count() == 1
    assert Block.objects.count() == 0
