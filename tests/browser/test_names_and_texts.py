"""Whatever a name or a text is made of, it stays in its place on the page."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Comment
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db(transaction=True)

RUN = "x" * 80
STACK = "Z" + "\u0301" * 60 + "Z" + "\u0323" * 60
PHONE = {"width": 360, "height": 740}


def fill(article, clause, name, text):
    """Two calm comments with an odd one between them, all of them before a moderator too."""
    for each_name, each_text in (("Ani", "Before."), (name, text), ("Ben", "Behind.")):
        comment = make_comment(
            each_text, article=article, author=make_author(name=each_name), status="published"
        )
        make_finding(comment, clause, evidence=[])
        make_review_item(comment, probability=0.9)


@pytest.fixture
def clause():
    return make_policy_version().clauses.get(attribute="personal_attack")


@pytest.fixture
def moderator(sign_in):
    moderator = make_moderator(username="anna", is_superuser=True, is_staff=True)
    sign_in(moderator)
    return moderator


def desk_pages(comment):
    return {
        "queue": reverse("desk:queue"),
        "card": reverse("desk:card", args=[comment.pk]),
        "author": reverse("desk:author", args=[comment.pk]),
        "batch": reverse("desk:bulk", args=["needs-review"]) + "?least=0&most=100",
        "search": reverse("desk:search") + "?q=xx",
        "by author": reverse("desk:queue") + f"?author={comment.author_id}",
        "log": reverse("desk:log"),
        "report": reverse("discussion:report", args=[comment.pk]),
    }


WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_an_article_is_no_wider_for_a_long_name_and_text(page, clause):
    article = make_article()
    fill(article, clause, RUN, RUN * 20)
    odd = Comment.objects.get(author__name=RUN)
    make_comment("An answer.", article=article, parent=odd, status="published")
    page.set_viewport_size(PHONE)
    for query in ("", f"?reply_to={odd.pk}"):
        page.goto(article.get_absolute_url() + query)
        assert not page.evaluate(WIDER)


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}])
def test_what_became_of_a_report_is_seen_beside_the_comment_it_leads_back_to(page, clause, size):
    article = make_article()
    for number in range(15):
        comment = make_comment(f"Number {number}.", article=article, status="published")
    page.set_viewport_size(size)
    page.goto(reverse("discussion:report", args=[comment.pk]))
    page.get_by_role("button", name="Report").click()
    message, reported = page.get_by_role("status"), page.get_by_text("Number 14.")
    expect(message).to_be_in_viewport(ratio=1)
    expect(reported).to_be_in_viewport(ratio=1)
    top, below = message.bounding_box(), reported.bounding_box()
    assert top["y"] + top["height"] <= below["y"]


@pytest.mark.parametrize(
    "shown", ["queue", "card", "author", "batch", "search", "by author", "log", "report"]
)
def test_no_page_is_wider_for_a_long_name_and_text(page, clause, moderator, shown):
    fill(make_article(), clause, RUN, RUN * 20)
    odd = Comment.objects.get(author__name=RUN)
    answer = make_comment(odd.text, article=odd.article, parent=odd, author=odd.author)
    decide(
        comment=answer,
        moderator=moderator,
        action="approve",
        version_token=version_token_of(answer),
    )
    page.set_viewport_size(PHONE)
    page.goto(desk_pages(odd)[shown])
    page.get_by_text(RUN[:40]).first.wait_for()
    assert not page.evaluate(WIDER)


def pictures(page, article, places):
    return [page.locator(place).screenshot(animations="disabled") for place in places(article)]


def first_and_last(kind):
    def places(article):
        ids = article.comments.order_by("pk").values_list("pk", flat=True)
        return [f"#{kind}-{ids[0]}", f"#{kind}-{ids[2]}"]

    return places


@pytest.mark.parametrize(
    ("address", "kind"), [("article", "comment"), ("desk", "card")], ids=["article", "desk"]
)
def test_marks_that_stack_cover_no_neighbour(page, clause, moderator, address, kind):
    article = make_article()
    fill(article, clause, STACK, f"{STACK}\n\n{STACK}")
    # Old enough for "an hour ago" to be the same in both pictures.
    Comment.objects.update(posted_at=F("posted_at") - timedelta(minutes=90))
    where = article.get_absolute_url() if address == "article" else reverse("desk:queue")
    where += "?order=oldest"
    page.goto(where)
    covered = pictures(page, article, first_and_last(kind))
    odd = Comment.objects.get(author__name=STACK)
    Comment.objects.filter(pk=odd.pk).update(text="A\n\nA")
    odd.author.name = "A"
    odd.author.save()
    page.goto(where)
    assert pictures(page, article, first_and_last(kind)) == covered
