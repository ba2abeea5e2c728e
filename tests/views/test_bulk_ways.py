"""Where a batch leads: what was done and what was not, its undo, and on to what is next."""

from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision
from moderation.services.decisions import appeals, deciding
from moderation.services.decisions.concurrency import version_token_of
from tests.factories import (
    make_article,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db

NEEDS_REVIEW = ["needs-review"]
SAME = "Cheap watches in our shop today"


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


class Forms(HTMLParser):
    """The forms of a page by their address: each with its fields, in their order."""

    def __init__(self, page):
        super().__init__()
        self.found, self.buttons, self.links, self._form = [], [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self._form = {}
            self.found.append((given.get("action", ""), self._form))
            self.buttons.append([])
        elif tag == "a":
            self.links.append(given.get("href"))
        elif self._form is not None and tag == "button":
            self.buttons[-1].append(given)
        elif self._form is not None and tag == "input" and "name" in given:
            ticked = given.get("type") != "checkbox" or "checked" in given
            if ticked:
                self._form.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None

    def to(self, address):
        return next(fields for action, fields in self.found if action == address)


def forms(response):
    return Forms(response.content.decode())


def decide(desk, page, action="remove", without=(), **fields):
    """Press a button of the batch page `page`, with some comments unticked."""
    form = forms(page).to(reverse("desk:decide_bulk"))
    form["pick"] = [pk for pk in form["pick"] if int(pk) not in without]
    return desk.post(reverse("desk:decide_bulk"), {**form, "action": action, **fields}, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def address_of(response):
    return response.redirect_chain[-1][0]


def shown(response):
    return [card.comment for card in response.context["cards"]]


def bulk_address(**asked):
    return reverse("desk:bulk", args=NEEDS_REVIEW, query=asked)


def test_the_page_that_a_batch_lands_on_offers_its_undo(desk, waiting):
    comments = [waiting(p) for p in (0.91, 0.92, 0.33)]
    landed = decide(desk, desk.get(bulk_address(least=90, most=95)))
    assert said(landed) == ["2 comments removed."]
    batch = Decision.objects.first().batch
    undo = reverse("desk:undo_bulk", args=[batch])
    undone = desk.post(undo, forms(landed).to(undo), follow=True)
    assert said(undone) == ["Undone. 2 comments wait for review again."]
    assert address_of(undone) == address_of(landed)
    assert {c.status for c in Comment.objects.all()} == {"held"}
    assert len(comments) == 3


@pytest.mark.parametrize(
    ("action", "number", "text"),
    [
        ("approve", 1, "1 comment approved."),
        ("approve", 3, "3 comments approved."),
        ("remove", 1, "1 comment removed."),
        ("remove", 2, "2 comments removed."),
        ("feature", 2, "2 comments featured."),
    ],
)
def test_the_message_names_what_was_done(desk, waiting, action, number, text):
    for _ in range(number):
        waiting(0.9)
    landed = decide(desk, desk.get(bulk_address(least=85, most=95)), action)
    assert said(landed) == [text]


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
    for left in (1, 0):
        group = forms(groups).to(reverse("desk:bulk", args=NEEDS_REVIEW))
        groups = decide(desk, desk.get(reverse("desk:bulk", args=NEEDS_REVIEW), group))
        assert address_of(groups) == reverse("desk:clusters", args=NEEDS_REVIEW)
        assert said(groups) == ["2 comments removed."]
        assert len(groups.context["groups"]) == left
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


def test_what_was_not_decided_is_counted_by_its_reason(desk, moderator, waiting):
    by_other, by_another, edited, gone, own, decided = (waiting(0.9) for _ in range(6))
    page = desk.get(bulk_address(least=85, most=95))
    for comment, name in ((by_other, "ben"), (by_another, "carla")):
        deciding.decide(
            comment=comment,
            moderator=make_moderator(username=name),
            action="approve",
            version_token=version_token_of(comment),
        )
    Comment.objects.filter(pk=edited.pk).update(edited_at=timezone.now())
    for related in ("review_items", "findings"):
        getattr(gone, related).all().delete()
    Comment.objects.filter(pk=gone.pk).delete()
    deciding.decide(
        comment=own, moderator=moderator, action="remove", version_token=version_token_of(own)
    )
    appeals.lodge(notice=own.notices.get(), text="Please.")
    landed = decide(desk, page, **{f"seen-{own.pk}": version_token_of(own)})
    assert said(landed) == [
        "1 comment removed.",
        "1 comment was left: ben had decided it meanwhile.",
        "1 comment was left: carla had decided it meanwhile.",
        "1 comment was left: its author changed it meanwhile.",
        "1 comment is not there any more.",
        "1 comment was left: its author appeals against a decision of yours, and another "
        "moderator must decide.",
    ]
    assert Decision.objects.first().comment == decided


def test_nothing_ticked_leads_back_to_the_same_page(desk, waiting):
    waiting(0.97)
    waiting(0.5)
    address = bulk_address(least=95, most=100)
    landed = decide(desk, desk.get(address), pick=[])
    assert (address_of(landed), said(landed)) == (address, ["Tick at least one comment."])


def test_an_undo_says_what_it_had_to_leave(desk, waiting):
    comments = [waiting(0.9) for _ in range(3)]
    landed = decide(desk, desk.get(bulk_address(least=85, most=95)))
    deciding.decide(
        comment=comments[0],
        moderator=make_moderator(),
        action="approve",
        version_token=version_token_of(comments[0]),
    )
    Comment.objects.filter(pk=comments[1].pk).update(edited_at=timezone.now())
    undo = reverse("desk:undo_bulk", args=[Decision.objects.last().batch])
    undone = desk.post(undo, forms(landed).to(undo), follow=True)
    assert said(undone) == [
        "Undone. 1 comment waits for review again.",
        "2 decisions were left: others or edits came since.",
    ]


def test_an_undo_that_can_take_back_nothing_says_why(desk, waiting):
    comment = waiting(0.9)
    decide(desk, desk.get(bulk_address(least=85, most=95)))
    undo = reverse("desk:undo_bulk", args=[Decision.objects.get().batch])
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action="approve",
        version_token=version_token_of(comment),
    )
    assert said(desk.post(undo, follow=True)) == [
        "1 decision was left: another one or an edit came since."
    ]


def test_the_first_button_of_the_batch_s_form_which_enter_presses_sends_nothing(desk, waiting):
    waiting(0.9)
    page = forms(desk.get(bulk_address(least=85, most=95)))
    place = [action for action, _ in page.found].index(reverse("desk:decide_bulk"))
    first, *others = page.buttons[place]
    assert first == {"hidden": None, "formmethod": "dialog"}
    assert [(button["name"], button["value"]) for button in others] == [
        ("action", "approve"),
        ("action", "remove"),
    ] * 2


def test_a_way_out_of_the_site_is_not_taken(desk, waiting):
    waiting(0.9)
    page = desk.get(bulk_address(least=85, most=95, next="https://evil.example/"))
    assert 'href="https://evil.example/"' not in page.content.decode()
    assert address_of(decide(desk, page)).startswith("/desk/")


@pytest.mark.parametrize("pick", ["9" * 19, "9" * 40, "-1", "x", "٣"])
def test_absurd_numbers_pick_nothing(desk, waiting, pick):
    waiting(0.9)
    assert desk.get(bulk_address(pick=pick)).status_code == 200
    landed = desk.post(
        reverse("desk:decide_bulk"), {"action": "remove", "pick": [pick]}, follow=True
    )
    assert landed.status_code == 200
    assert Decision.objects.count() == 0


def test_a_batch_page_takes_as_many_queries_for_three_comments_as_for_one(desk, waiting):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(bulk_address(least=85, most=95))
        return len(captured)

    waiting(0.9)
    desk.get(bulk_address(least=85, most=95))
    one = queries()
    waiting(0.9)
    waiting(0.9)
    assert queries() == one


def test_a_batch_form_that_decides_nothing_comes_back_as_it_was_filled_in(desk, waiting):
    kept, unticked = waiting(0.9), waiting(0.8)
    address = f"{reverse('desk:bulk', args=NEEDS_REVIEW)}?least=0"
    filled_in = {"note": "Typed with care.", "clause": 0}
    landed = decide(desk, desk.get(address), without=[unticked.pk], **filled_in)
    form = forms(landed).to(reverse("desk:decide_bulk"))
    assert (form["note"], form["pick"]) == (["Typed with care."], [str(kept.pk)])
    form = forms(desk.get(address)).to(reverse("desk:decide_bulk"))
    assert form["note"] == [""]
    assert len(form["pick"]) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_groups_of_similar_comments_are_quoted_in_the_same_number_of_queries(
    desk, waiting, django_assert_max_num_queries, number
):
    for group in range(number):
        for _ in range(2):
            waiting(0.9, " ".join(f"word{group}{place}" for place in range(9)))
    with django_assert_max_num_queries(25):
        page = desk.get(reverse("desk:clusters", args=NEEDS_REVIEW)).content.decode()
    assert page.count('class="card"') == number
