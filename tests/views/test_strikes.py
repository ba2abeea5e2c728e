import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from moderation.models import Block, StrikeAnswer
from moderation.services.decisions import strikes
from tests.factories import make_moderator
from tests.services.decisions.test_strikes import ladder, struck

pytestmark = pytest.mark.django_db
__all__ = ["ladder"]

PAGE = "/desk/strikes/"


@pytest.fixture
def desk(client):
    client.force_login(make_moderator())
    return client


def _answer(desk, author, **fields):
    strike = strikes.proposal_for(author).strike.pk
    form = {"strike": strike, "answer": "confirm", "reason": "Three removals.", **fields}
    return desk.post(reverse("desk:answer_strikes", args=[author.pk]), form, follow=True)


def test_a_proposed_sanction_is_confirmed_from_the_page(desk):
    author = struck(1, 2, 3)
    assert "Block for a week" in desk.get(PAGE).content.decode()
    page = _answer(desk, author).content.decode()
    assert "Block for a week. The author was told." in page
    assert "No sanction is proposed." in page
    assert Block.objects.get().author == author


def test_it_is_dismissed_there_too(desk):
    _answer(desk, struck(1, 2), answer="dismiss", reason="")
    assert StrikeAnswer.objects.get().outcome == "dismissed"
    assert Block.objects.count() == 0


def test_a_sanction_needs_a_reason(desk):
    page = _answer(desk, struck(1, 2, 3), reason="").content.decode()
    assert "Say why: the author is told this." in page
    assert StrikeAnswer.objects.count() == 0


def test_a_ladder_is_tried_before_it_is_in_force(desk):
    author = struck(1)
    page = desk.get(PAGE, {"days": "30", "ladder": "1:good"}).content.decode()
    assert "proposed a sanction against 1 author." in page
    assert author.name in page
    page = desk.get(PAGE, {"days": "30", "ladder": "1:exile"}).content.decode()
    assert "“exile” is no measure." in page
    assert 'value="1:exile"' in page


def test_the_authors_page_says_how_many_strikes_count_and_what_is_proposed(desk):
    author = struck(1, 2, 3)
    page = desk.get(reverse("desk:author", args=[author.comments.first().pk])).content.decode()
    assert "3 strikes" in page
    assert "proposed: Block for a week" in page


def test_the_page_takes_as_many_queries_for_three_proposals_as_for_one(desk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(PAGE)
        return len(captured)

    struck(1, 2)
    desk.get(PAGE)
    one = queries()
    struck(1, 2)
    struck(1, 2)
    assert queries() == one
