"""Comments of WordPress, read and decided about by several processes at one moment."""

import pytest

from articles.models import Article, Author, Comment
from moderation.models import Decision, WordPressConflict
from tests.connections.here import decide
from tests.connections.wordpress.conftest import connect, connection, installed, wordpress
from tests.connections.wordpress.here import FINE, VILE, here, settle, when_due
from tests.factories import make_moderator
from tests.racing import race

__all__ = ["connect", "connection", "installed", "wordpress"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("wordpress")]


def test_readers_at_once_file_each_comment_once_and_write_what_is_held(wordpress, connection):
    vile = [wordpress.comment(VILE) for _ in range(3)]
    when_due()
    race(*[settle] * 4)
    settle()
    assert [wordpress.status(own) for own in vile] == ["hold"] * 3
    counted = [model.objects.count() for model in (Comment, Article, Author, Decision)]
    assert (counted, WordPressConflict.objects.count()) == ([3, 1, 3, 0], 0)


def test_a_decision_here_and_one_in_wordpress_at_one_moment_end_alike(wordpress, connection):
    remote, moderator = wordpress.comment(FINE), make_moderator()
    settle()
    wordpress.change(remote, status="hold")
    when_due()
    race(settle, lambda: decide(here(remote), Decision.Action.REMOVE, moderator))
    settle()
    settle()
    assert (here(remote).status, wordpress.status(remote)) == ("removed", "trash")
