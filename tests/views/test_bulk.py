from html import unescape

import pytest
from django.urls import reverse

from articles.models import Comment
from moderation.models import Decision
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from tests.factories import (
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db

BULK = "desk:bulk"


@pytest.fixture
def desk(client):
    client.force_login(make_moderator())
    return client


@pytest.fixture
def comments():
    clause = make_policy_version().clauses.get(attribute="profanity")
    made = []
    for probability in (0.95, 0.75, 0.55):
        comment = make_comment(f"At {probability}.")
        make_finding(comment, clause, probability=probability)
        make_review_item(comment, probability=probability, priority=probability)
        made.append(comment)
    return made


def _form(comments, action="remove"):
    tokens = {f"seen-{comment.pk}": version_token_of(comment) for comment in comments}
    return {"action": action, "pick": [comment.pk for comment in comments], **tokens}


def _picked(response):
    return [card.comment.text for card in response.context["cards"]]


def test_a_range_of_scores_is_chosen_with_the_borderline_ones_first(desk, comments):
    address = reverse(BULK, args=["needs-review"])
    assert _picked(desk.get(address, {"least": 70, "most": 100})) == ["At 0.75.", "At 0.95."]
    assert _picked(desk.get(address)) == []


def test_cases_are_chosen_by_hand(desk, comments):
    address = reverse(BULK, args=["needs-review"])
    assert _picked(desk.get(address, {"pick": [comments[0].pk, "x"]})) == ["At 0.95."]


def test_a_batch_is_decided_logged_one_by_one_and_undone_at_once(desk, comments):
    desk.post(reverse("desk:decide_bulk"), _form(comments))
    decisions = Decision.objects.all()
    assert [d.clause.quote for d in decisions] == ["profanity"] * 3
    log = unescape(desk.get(reverse("desk:log")).content.decode())
    assert all(comment.text in log for comment in comments)
    desk.post(reverse("desk:undo_bulk", args=[decisions[0].batch]))
    assert set(Comment.objects.values_list("status", flat=True)) == {"held"}


def test_what_changed_meanwhile_is_left_and_said(desk, comments):
    form = _form(comments)
    decide(
        comment=comments[0],
        moderator=make_moderator(username="anna"),
        action="approve",
        version_token=version_token_of(comments[0]),
    )
    response = desk.post(reverse("desk:decide_bulk"), form, follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert said == [
        "2 comments removed.",
        "1 comment was left: anna had decided it meanwhile.",
    ]


def test_nothing_ticked_decides_nothing(desk, comments):
    response = desk.post(reverse("desk:decide_bulk"), {"action": "remove"}, follow=True)
    assert "Select at least one comment." in response.content.decode()
    assert Decision.objects.count() == 0


def test_an_undone_batch_cannot_be_undone_again(desk, comments):
    desk.post(reverse("desk:decide_bulk"), _form(comments))
    address = reverse("desk:undo_bulk", args=[Decision.objects.first().batch])
    desk.post(address)
    response = desk.post(address, follow=True)
    assert "Nothing of this bulk action stands any more." in response.content.decode()


def test_comments_that_say_the_same_are_offered_together(desk):
    for _ in range(2):
        make_review_item(make_comment("Cheap watches in our shop today"))
    make_review_item(make_comment("A calm remark about the bridge"))
    response = desk.get(reverse("desk:clusters", args=["needs-review"]))
    assert [len(group["items"]) for group in response.context["groups"]] == [2]
