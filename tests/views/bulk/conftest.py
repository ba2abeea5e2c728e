"""A moderator who is signed in, and comments that wait."""

import pytest

from tests.factories import (
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)


@pytest.fixture
def moderator():
    return make_moderator(username="anna")


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


@pytest.fixture
def clause():
    return make_policy_version().clauses.get(attribute="profanity")


@pytest.fixture
def waiting(clause):
    """A comment that waits, with a finding of this probability."""

    def waiting(probability, text="", **fields):
        comment = make_comment(text or f"At {probability}.", **fields)
        make_finding(comment, clause, probability=probability)
        make_review_item(comment, probability=probability, priority=probability)
        return comment

    return waiting
