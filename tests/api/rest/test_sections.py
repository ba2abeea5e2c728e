"""A key of a user who is limited to sections reads and warns in those."""

import pytest

from moderation.models import Decision, Scope
from tests.factories import limit_to_sections, make_article, make_comment, make_moderator


@pytest.fixture
def comments(db):
    return [make_comment(article=make_article(section=name)) for name in ("Sport", "Politics")]


@pytest.fixture
def key(secret_with):
    moderator = limit_to_sections(make_moderator(), "Sport")
    return secret_with(Scope.READ, Scope.MODERATE, moderator=moderator)


def test_comments_of_other_sections_are_not_read(call, key, comments):
    own, other = comments
    listed = call("GET", "/comments", key=key)[1]["comments"]
    assert [found["id"] for found in listed] == [own.pk]
    assert call("GET", f"/comments/{own.pk}", key=key)[0] == 200
    status, problem = call("GET", f"/comments/{other.pk}", key=key)
    assert (status, problem["type"]) == (403, "urn:comity:problem:not-allowed")


def test_a_key_without_a_user_reads_all(call, secret_with, comments):
    listed = call("GET", "/comments", key=secret_with(Scope.READ))[1]["comments"]
    assert len(listed) == 2


def test_nobody_is_warned_about_a_comment_of_another_section(call, key, comments):
    body = {"comment": comments[1].pk, "reason": "Please be civil."}
    status, _ = call("POST", f"/authors/{comments[1].author_id}/warnings", body, key=key)
    assert (status, Decision.objects.count()) == (403, 0)
