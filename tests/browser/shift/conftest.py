"""Two moderators, a queue of comments, and the desk that one of them has open."""

import pytest
from django.urls import reverse

from tests.factories import (
    make_article,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def anna():
    return make_moderator(username="anna")


@pytest.fixture
def ben():
    return make_moderator(username="ben")


@pytest.fixture
def queue_of(article):
    def queue_of(number, **fields):
        """So many comments in the queue, the worst first."""
        clause, found = make_policy_version().clauses.get(attribute="personal_attack"), []
        for place in range(number):
            comment = make_comment(f"Remark {place}.", article=article)
            probability = 0.99 - place / 1000
            measured = {"priority": probability, "probability": probability}
            make_finding(comment, clause, probability=probability, evidence=[[0, 6, 2.0]])
            make_review_item(comment, **{**measured, **fields})
            found.append(comment)
        return found

    return queue_of


@pytest.fixture
def desk(page, sign_in, anna):
    sign_in(anna)

    def desk(query=""):
        page.goto(reverse("desk:queue") + query)
        return page

    return desk
