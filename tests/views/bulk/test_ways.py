"""Where a batch leads: on to the next range or group, and back to the queue it came from."""

import pytest
from django.urls import reverse

from moderation.models import Decision
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from tests.factories import (
    make_article,
    make_moderator,
)
from tests.views.bulk.forms import (
    NEEDS_REVIEW,
    address_of,
    bulk_address,
    decide,
    forms,
    said,
    shown,
)

pytestmark = pytest.mark.django_db

SAME = "Cheap watches in our shop today"


def test_a_range_leads_on_to_the_nearest_one_below(desk, waiting):
    waiting(0.97)
    lower = [waiting(p) for p in (0.62, 0.63)]
    waiting(0.2)
    landed = decide(desk, desk.get(bulk_address(least=95, most=100)))
    assert address_of(landed) == bulk_address(least=60, most=65)
    assert set(shown(landed)) == set(lower)


def test_the_lowest_range_leads_on_to_the_nearest_one_above(desk, waiting):
    waiting(0.02)
    waiting(0.4)
    landed = decide(desk, desk.get(bulk_address(least=0, most=5)))
    assert address_of(landed) == bulk_address(least=40, most=45)


def test_what_was_left_out_of_a_range_does_not_come_up_ticked_at_once(desk, waiting):
    left_out, decided = waiting(0.96), waiting(0.97)
    waiting(0.5)
    landed = decide(desk, desk.get(bulk_address(least=95, most=100)), without=[left_out.pk])
    assert [d.comment for d in Decision.objects.all()] == [decided]
    assert left_out not in shown(landed)


def test_the_last_range_leads_back_to_the_queue(desk, waiting):
    waiting(0.97)
    landed = decide(desk, desk.get(bulk_address(least=95, most=100)))
    assert address_of(landed) == reverse("desk:queue", args=NEEDS_REVIEW)
    assert said(landed) == ["1 comment removed."]


def test_an_empty_range_names_the_next_one(desk, waiting):
    waiting(0.4)
    page = desk.get(bulk_address(least=95, most=100))
    assert "Nothing left in this range." in page.content.decode()
    assert "Next: 40 to 45%, 1 comment" in page.content.decode()
    assert bulk_address(least=40, most=45) in forms(page).links


@pytest.mark.parametrize("page", ["bulk", "clusters"])
def test_filters_and_the_way_back_are_kept_from_page_to_page(desk, waiting, page):
    sports = make_article(section="Sports")
    for probability in (0.97, 0.6):
        waiting(probability, article=sports)
    waiting(0.98)
    queue = reverse("desk:queue", args=NEEDS_REVIEW, query={"section": "Sports", "order": "oldest"})
    start = reverse(
        f"desk:{page}",
        args=NEEDS_REVIEW,
        query={"section": "Sports", "order": "oldest", "next": queue},
    )
    assert start in forms(desk.get(queue)).links
    links = forms(desk.get(start)).links
    assert queue in links
    other = "clusters" if page == "bulk" else "bulk"
    assert (
        start.replace(*(reverse(f"desk:{name}", args=NEEDS_REVIEW) for name in (page, other)))
        in links
    )


def test_a_batch_by_score_stays_within_its_filters_and_ends_in_the_filtered_queue(desk, waiting):
    sports = make_article(section="Sports")
    inside = [waiting(probability, article=sports) for probability in (0.97, 0.6)]
    waiting(0.8)
    queue = reverse("desk:queue", args=NEEDS_REVIEW, query={"section": "Sports"})
    asked = {"section": "Sports", "next": queue, "least": 95, "most": 100}
    page = desk.get(bulk_address(**asked))
    assert all(
        "section=Sports" in link for link in forms(page).links if link and link.startswith("?")
    )
    second = decide(desk, page)
    assert shown(second) == [inside[1]]
    assert address_of(decide(desk, second)) == queue


def test_comments_picked_in_a_filtered_queue_lead_back_to_it(desk, waiting):
    comment = waiting(0.9, article=make_article(section="Sports"))
    queue = reverse("desk:queue", args=NEEDS_REVIEW, query={"section": "Sports"})
    form = forms(desk.get(queue)).to(reverse("desk:bulk", args=NEEDS_REVIEW))
    page = desk.get(reverse("desk:bulk", args=NEEDS_REVIEW), {**form, "pick": [comment.pk]})
    landed = decide(desk, page)
    assert address_of(landed) == queue
    assert said(landed) == ["1 comment removed."]


def test_a_group_of_similar_comments_leads_on_to_the_next_group_and_then_to_the_queue(
    desk, waiting
):
    for text in (SAME, "The mayor should resign over this bridge"):
        for _ in range(2):
            waiting(0.8, text)
    groups = desk.get(reverse("desk:clusters", args=NEEDS_REVIEW))
    assert "The 4 highest-scoring open cases were compared" in groups.content.decode()
    group = forms(groups).to(reverse("desk:bulk", args=NEEDS_REVIEW))
    second = decide(desk, desk.get(reverse("desk:bulk", args=NEEDS_REVIEW), group))
    assert address_of(second).partition("?")[0] == reverse("desk:bulk", args=NEEDS_REVIEW)
    assert said(second) == ["2 comments removed."]
    assert len(shown(second)) == 2
    groups = decide(desk, second)
    assert address_of(groups).partition("?")[0] == reverse("desk:clusters", args=NEEDS_REVIEW)
    assert "No similar comments in this queue." in groups.content.decode()
    assert reverse("desk:queue", args=NEEDS_REVIEW) in forms(groups).links


def test_picked_comments_that_are_all_decided_already_are_no_dead_end(desk, waiting):
    comment = waiting(0.9)
    page = desk.get(bulk_address(pick=comment.pk))
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action="approve",
        version_token=version_token_of(comment),
    )
    again = desk.get(bulk_address(pick=comment.pk))
    assert "These comments are all decided." in again.content.decode()
    assert reverse("desk:queue", args=NEEDS_REVIEW) in forms(again).links
    assert said(decide(desk, page))[0] == "Nothing was decided."


def test_nothing_ticked_leads_back_to_the_same_page(desk, waiting):
    waiting(0.97)
    waiting(0.5)
    address = bulk_address(least=95, most=100)
    landed = decide(desk, desk.get(address), pick=[])
    assert (address_of(landed), said(landed)) == (address, ["Select at least one comment."])


def test_a_way_out_of_the_site_is_not_taken(desk, waiting):
    waiting(0.9)
    page = desk.get(bulk_address(least=85, most=95, next="https://evil.example/"))
    assert 'href="https://evil.example/"' not in page.content.decode()
    assert address_of(decide(desk, page)).startswith("/desk/")
