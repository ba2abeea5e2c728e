import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Comment
from moderation.models import Appeal, Decision
from moderation.services.decisions import appeals, deciding
from tests.factories import make_comment, make_moderator, make_policy_version, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return make_moderator()


@pytest.fixture
def appeal(first):
    make_policy_version()
    comment = make_comment(status=Comment.Status.PUBLISHED)
    deciding.decide(
        comment=comment,
        moderator=first,
        action=Decision.Action.REMOVE,
        seen_as=deciding.seen(comment),
    )
    return appeals.lodge(notice=comment.notices.get(), text="I meant <no> harm.")


def test_appeals_are_listed_with_the_author_s_reasons(client, appeal):
    client.force_login(make_moderator())
    page = client.get("/desk/appeals/").content.decode()
    assert "I meant &lt;no&gt; harm." in page
    assert f'action="/desk/appeals/{appeal.pk}/decide/"' in page


def test_the_first_moderator_is_told_that_another_must_answer(client, appeal, first):
    client.force_login(first)
    assert "another moderator must answer" in client.get("/desk/appeals/").content.decode()
    page = client.post(f"/desk/appeals/{appeal.pk}/decide/", {"uphold": "no"}, follow=True)
    assert "another moderator must decide" in page.content.decode()
    appeal.refresh_from_db()
    assert appeal.status == Appeal.Status.OPEN


@pytest.mark.parametrize(("uphold", "status"), [("yes", "upheld"), ("no", "rejected")])
def test_another_moderator_answers(client, appeal, uphold, status):
    client.force_login(make_moderator())
    given = {"uphold": uphold, "answer": "We read it again."}
    page = client.post(f"/desk/appeals/{appeal.pk}/decide/", given, follow=True)
    assert f"Appeal {status}; the author was told." in page.content.decode()
    appeal.refresh_from_db()
    assert (appeal.status, appeal.answer) == (status, "We read it again.")


@pytest.mark.parametrize("given", [{}, {"uphold": "maybe"}, {"uphold": "no", "answer": "x" * 1001}])
def test_an_answer_that_cannot_be_read_changes_nothing(client, appeal, given):
    client.force_login(make_moderator())
    client.post(f"/desk/appeals/{appeal.pk}/decide/", given)
    appeal.refresh_from_db()
    assert appeal.status == Appeal.Status.OPEN


def test_a_card_at_the_desk_refuses_the_first_moderator_with_the_reason(client, appeal, first):
    client.force_login(first)
    comment = appeal.notice.comment
    comment.refresh_from_db()
    given = {"action": "approve", "seen_as": deciding.seen(comment)}
    response = client.post(f"/desk/comments/{comment.pk}/decide/", given)
    assert response.status_code == 409
    assert "another moderator must decide" in response.content.decode()


@pytest.mark.parametrize("path", ["/desk/appeals/", "/desk/appeals/1/decide/"])
def test_the_page_is_for_moderators(client, path):
    assert client.post(path).status_code == 302
    client.force_login(make_user())
    assert client.post(path).status_code == 403


def test_three_appeals_take_as_many_queries_as_one(client):
    make_policy_version()
    client.force_login(make_moderator())

    def queries(number):
        for _ in range(number):
            comment = make_comment(status=Comment.Status.PUBLISHED)
            deciding.decide(
                comment=comment,
                moderator=make_moderator(),
                action=Decision.Action.REMOVE,
                seen_as=deciding.seen(comment),
            )
            appeals.lodge(notice=comment.notices.get(), text="Please.")
        with CaptureQueriesContext(connection) as captured:
            client.get("/desk/appeals/")
        return len(captured)

    assert queries(1) == queries(2)
