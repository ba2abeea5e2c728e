from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Author, Comment
from moderation.models import Block, Origin, Reach
from moderation.services.decisions import blocking
from moderation.services.readers import origins
from tests.factories import make_article, make_author, make_comment, make_moderator

pytestmark = pytest.mark.django_db

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


def test_a_neighbour_is_refused_without_being_told_about_somebody_else():
    article = make_article()
    url = f"/articles/{article.slug}/comments/"
    Client(REMOTE_ADDR=HERE).post(url, {"name": "Ani", "text": "First."})
    block(Author.objects.get(), Reach.NETWORK)
    neighbour = Client(REMOTE_ADDR=NEXT_DOOR)
    page = neighbour.post(url, {"name": "Ben", "text": "Hello."}).content.decode()
    assert "Commenting from your network or address is blocked." in page
    assert "Attacks" not in page
    assert Comment.objects.count() == 1


def test_origins_are_forgotten_after_a_month(request_from):
    author_posting_from(request_from(HERE))
    old = author_posting_from(request_from(HERE))
    long_ago = timezone.now() - timedelta(days=31)
    Origin.objects.filter(comment__author=old).update(received_at=long_ago)
    assert origins.forget_old() == 1
    assert Origin.objects.count() == 1
    assert Block.objects.count() == 0
