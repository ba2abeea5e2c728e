import pytest
from django.urls import reverse

from articles.models import Comment
from moderation.models import Block, Decision
from moderation.services.decisions.concurrency import version_token_of
from tests.factories import (
    make_author,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_moderator())
    return client


@pytest.fixture
def comments():
    author = make_author(name="Rude Reader")
    made = [make_comment(f"Rude {n}.", author=author) for n in range(2)]
    for comment in made:
        make_finding(comment)
        make_review_item(comment)
    return made


def _form(comments, **fields):
    tokens = {f"seen-{comment.pk}": version_token_of(comment) for comment in comments}
    return {
        "measure": "day",
        "reason": "You insulted people.",
        "remove": [comment.pk for comment in comments],
        "version_token": version_token_of(comments[0]),
        **tokens,
        **fields,
    }


def _address(comments):
    return reverse("desk:author", args=[comments[0].pk])


def test_the_reason_starts_with_the_clause_that_was_found(desk, comments):
    page = desk.get(_address(comments)).content.decode()
    assert "Your comment breaks our rule on “personal attacks”." in page
    assert "Rude 1." in page


def test_a_preview_shows_the_notice_and_does_nothing(desk, comments):
    page = desk.post(_address(comments), _form(comments)).content.decode()
    assert "You are blocked from commenting until" in page
    assert "2 comments are removed." in page
    assert (Block.objects.count(), Decision.objects.count()) == (0, 0)


def test_what_is_confirmed_is_done(desk, comments):
    desk.post(_address(comments), _form(comments, confirm="yes"))
    assert Block.objects.get().reason == "You insulted people."
    assert set(Comment.objects.values_list("status", flat=True)) == {"removed"}


def test_removed_comments_are_removed_for_the_rule_that_is_named(desk):
    version = make_policy_version()
    found, named = version.clauses.order_by("-attribute")
    author = make_author()
    comments = [make_comment(f"Rude {n}.", author=author) for n in range(2)]
    for comment in comments:
        make_finding(comment, found)
        make_review_item(comment)
    form = _form(comments, measure="none", clause=named.pk)
    page = " ".join(desk.post(_address(comments), form).content.decode().split())
    assert f"2 comments are removed. Rule: “{named.quote}”." in page
    desk.post(_address(comments), {**form, "confirm": "yes"})
    cited = Decision.objects.values_list("action", "clause")
    assert set(cited) == {("remove", named.pk)}


@pytest.mark.parametrize(("status", "is_ticked"), [("held", True), ("published", False)])
def test_what_readers_see_is_not_selected_beforehand(desk, status, is_ticked):
    comment = make_comment(status=status)
    page = desk.get(_address([comment])).content.decode()
    box = page.split(f'id="remove-{comment.pk}"')[1].split(">")[0]
    assert ("checked" in box) is is_ticked


def test_a_measure_without_a_reason_is_asked_for_one(desk, comments):
    page = desk.post(_address(comments), _form(comments, reason="", confirm="yes")).content.decode()
    assert "Say why: the author is told this." in page
    assert Block.objects.count() == 0


def test_doing_nothing_is_not_a_choice(desk, comments):
    form = _form(comments, measure="none", remove=[], confirm="yes")
    assert "Choose a sanction" in desk.post(_address(comments), form).content.decode()


def test_only_the_authors_own_comments_can_be_ticked(desk, comments):
    other = make_comment("Somebody else's.")
    desk.post(_address(comments), _form([comments[0], other], confirm="yes"))
    assert Decision.objects.count() == 0
