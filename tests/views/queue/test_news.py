"""What came and what colleagues did since the page was opened is told on it."""

import pytest
from django.urls import reverse

from moderation.services.decisions import cases
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from tests.factories import (
    make_moderator,
)
from tests.views.queue.cards import waiting_case

pytestmark = pytest.mark.django_db


def test_new_cases_are_announced_and_not_pushed_in(desk):
    first = waiting_case("First.", 0.8)
    address = reverse("desk:news", args=["needs-review"])
    assert "new" not in desk.get(address, {"since": first.pk}).content.decode()
    waiting_case("Second.", 0.8)
    assert "1 new" in desk.get(address, {"since": first.pk}).content.decode()


def test_what_others_do_with_a_card_meanwhile_is_told(desk):
    claimed, decided, mine = (waiting_case(text, 0.8) for text in ("One.", "Two.", "Three."))
    anna = make_moderator(username="anna")
    cases.claim(item=claimed, moderator=anna)
    version_token = version_token_of(decided.comment)
    decide(comment=decided.comment, moderator=anna, action="approve", version_token=version_token)
    watched = [claimed.comment_id, decided.comment_id, mine.comment_id]
    response = desk.get(reverse("desk:news", args=["needs-review"]), {"card": watched})
    page = " ".join(response.content.decode().split())
    assert "anna is reviewing this." in page
    assert "anna approved this at" in page
    assert f"claim-{mine.comment_id}" not in page


@pytest.mark.parametrize(
    ("set_aside", "text"),
    [(cases.defer, "anna snoozed this at"), (cases.escalate, "anna escalated this at")],
)
def test_that_a_colleague_set_a_case_aside_is_news_on_the_queue_that_it_left(desk, set_aside, text):
    item, anna = waiting_case("There.", 0.8), make_moderator(username="anna")
    token = version_token_of(item.comment)
    set_aside(comment=item.comment, moderator=anna, version_token=token)
    asked = {"card": item.comment_id, "told": f"{item.comment_id}-0"}
    left = desk.get(reverse("desk:news", args=["needs-review"]), asked).content.decode()
    assert text in left
    kept = desk.get(reverse("desk:news", args=["escalated"]), asked).content.decode()
    assert ("anna" in kept) is (set_aside is cases.defer)


def test_that_a_colleague_left_a_card_is_news(desk):
    item, anna = waiting_case("There.", 0.8), make_moderator(username="anna")
    address = reverse("desk:news", args=["needs-review"])
    asked = {"card": item.comment_id, "told": f"{item.comment_id}-{anna.pk}"}
    cases.claim(item=item, moderator=anna)
    assert "anna is reviewing this." in desk.get(address, asked).content.decode()
    cases.release(item=item, moderator=anna)
    page = desk.get(address, asked).content.decode()
    assert f'id="claim-{item.comment_id}"' in page
    assert "anna" not in page
