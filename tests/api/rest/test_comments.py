"""Comments that the paper's system submits for its readers."""

import pytest

from articles.models import Article, Author, Comment
from moderation.models import Notice, ReviewItem, Scope
from moderation.services.decisions import blocking
from tests.factories import make_article, make_comment, make_policy_version


@pytest.fixture
def article(db):
    make_policy_version()
    return make_article(external_id="7")


@pytest.fixture
def submit(call, article):
    def submit(text="A calm remark.", *, reader="r1", name="Ada", headers=None, **fields):
        author = {"id": reader, "name": name}
        body = {"article": "7", "author": author, "text": text} | fields
        return call("POST", "/comments", body, **(headers or {}))

    return submit


def test_a_calm_comment_is_published_at_once(submit):
    status, posted = submit()
    comment = Comment.objects.get()
    assert (status, posted["id"], posted["status"]) == (201, comment.pk, "published")
    assert posted["author"] == {"id": comment.author_id, "external_id": "r1", "name": "Ada"}
    assert posted["url"] == f"https://comments.example.org/comments/{comment.pk}/"


def test_an_attack_is_held_with_a_case_and_a_notice(submit):
    assert submit("You. [personal_attack 0.9]")[1]["status"] == "held"
    assert (ReviewItem.objects.open().count(), Notice.objects.count()) == (1, 1)


def test_a_reader_is_one_author_whatever_name_the_paper_gives(submit):
    submit(name="Ada")
    posted = submit("Another remark.", name="Ada L.")[1]
    assert (Author.objects.count(), posted["author"]["name"]) == (1, "Ada L.")


def test_a_call_that_is_sent_again_stores_nothing(submit):
    headers = {"Idempotency-Key": "abc"}
    first, second = submit(headers=headers), submit(headers=headers)
    assert (first[0], second[0]) == (201, 200)
    assert (first[1]["id"], Comment.objects.count()) == (second[1]["id"], 1)


def test_an_idempotency_key_is_for_one_comment(submit):
    submit(headers={"Idempotency-Key": "abc"})
    status, problem = submit("Another remark.", headers={"Idempotency-Key": "abc"})
    assert (status, problem["type"]) == (422, "urn:comity:problem:idempotency-key")
    assert Comment.objects.count() == 1


def test_the_idempotency_key_of_another_client_is_another(submit, call, secret_with):
    submit(headers={"Idempotency-Key": "abc"})
    body = {"article": "7", "author": {"id": "r2", "name": "Bo"}, "text": "A remark."}
    other = secret_with(Scope.SUBMIT)
    assert call("POST", "/comments", body, key=other, **{"Idempotency-Key": "abc"})[0] == 201


def test_a_reply_stands_under_its_comment(submit, article):
    parent = make_comment(article=article, status="published")
    assert submit(parent=parent.pk)[1]["parent"] == parent.pk


def test_a_reply_to_a_hidden_comment_is_refused(submit, article):
    parent = make_comment(article=article, status="held")
    status, problem = submit(parent=parent.pk)
    assert (status, problem["type"]) == (409, "urn:comity:problem:parent-gone")


def test_a_reader_who_wants_to_be_asked_is_asked_once(submit):
    status, problem = submit("You. [personal_attack 0.9]", confirmed=False)
    assert (status, problem["type"], Comment.objects.count()) == (
        409,
        "urn:comity:problem:confirm",
        0,
    )
    assert submit("You. [personal_attack 0.9]")[0] == 201


def test_a_closed_article_takes_no_comments(submit, article):
    Article.objects.update(commenting="closed")
    status, problem = submit()
    assert (status, problem["detail"]) == (403, "Comments on this article are closed.")


def test_a_blocked_reader_is_told_why(submit):
    submit()
    author = Author.objects.get()
    blocking.block(author=author, reason="Insults.", until=None, blocked_by=None)
    status, problem = submit("Another remark.")
    assert (status, problem["detail"]) == (
        403,
        "You are blocked from commenting. Reason: Insults.",
    )


def test_a_reader_who_is_too_quick_waits_a_minute(submit, client, call):
    answers = [submit(f"Remark {number}.") for number in range(6)]
    assert [status for status, _ in answers] == [201] * 5 + [429]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"text": " \u200b"}, "/text"),
        ({"text": "a" * 10_001}, "/text"),
        ({"text": None}, "/text"),
        ({"name": "\u202eAda"}, "/author/name"),
        ({"reader": "a/b"}, "/author/id"),
        ({"parent": 0}, "/parent"),
        ({"parent": 10**30}, "/parent"),
        ({"loud": True}, "/loud"),
    ],
)
def test_a_field_that_cannot_be_read_is_named_and_nothing_stored(submit, fields, pointer):
    status, problem = submit(**fields)
    assert (status, [error["pointer"] for error in problem["errors"]]) == (422, [pointer])
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[]", b"null"])
def test_a_body_that_is_no_object_is_refused(call, article, body):
    status, problem = call("POST", "/comments", body)
    assert status in (400, 422)
    assert problem["type"].startswith("urn:comity:problem:invalid-")


def test_a_comment_is_edited_and_judged_again(submit, call):
    comment = submit()[1]
    status, edited = call(
        "PATCH", f"/comments/{comment['id']}", {"text": "You. [personal_attack 0.9]"}
    )
    assert (status, edited["status"]) == (200, "held")


def test_a_comment_is_erased_for_good(submit, call):
    comment = submit("You. [personal_attack 0.9]")[1]
    status, _ = call("DELETE", f"/comments/{comment['id']}")
    stored = Comment.objects.get()
    assert (status, stored.text, stored.status) == (204, "", "removed")
    assert ReviewItem.objects.open().count() == 0
    assert list(Notice.objects.values_list("evidence", flat=True)) == [[]]


@pytest.mark.parametrize("pk", ["999", "0", "99999999999999999999", "abc"])
def test_a_comment_that_there_is_not_has_no_status(call, pk):
    assert call("GET", f"/comments/{pk}")[0] in (404, 422)


def test_pages_of_comments_follow_each_other_newest_first(call, article):
    comments = [make_comment(article=article, status="published") for _ in range(5)]
    make_comment(status="published")
    found, path = [], "/comments?article=7&limit=2"
    while path:
        page = call("GET", path)[1]
        found.append([comment["id"] for comment in page["comments"]])
        path = page["next"] and f"/comments?article=7&limit=2&cursor={page['next']}"
    ids = [comment.pk for comment in reversed(comments)]
    assert found == [ids[:2], ids[2:4], ids[4:]]


@pytest.mark.parametrize("number", [1, 3])
def test_listing_comments_takes_the_same_queries_for_any_number(
    call, article, number, django_assert_num_queries
):
    call("GET", "/comments")  # the use of the key is noted
    for _ in range(number):
        make_comment(article=article)
    with django_assert_num_queries(4):
        call("GET", "/comments?article=7")


def test_comments_are_listed_by_reader_and_status(call, submit):
    submit()
    submit("You. [personal_attack 0.9]")
    submit("By another.", reader="r2", name="Bo")
    page = call("GET", "/comments?author=r1&status=held")[1]
    assert [comment["text"] for comment in page["comments"]] == ["You. [personal_attack 0.9]"]


@pytest.mark.parametrize("query", ["cursor=abc", "limit=0", "limit=201", "sort=up", "status=gone"])
def test_a_query_that_cannot_be_read_is_refused(call, article, query):
    assert call("GET", f"/comments?{query}")[0] == 422
