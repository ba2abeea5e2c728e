"""Every notice and its page, in every state that things can be in by the time it is read."""

import pytest

from moderation.models import Appeal, Notice
from moderation.services.decisions import appeals
from moderation.services.decisions.appeals import AppealRefused
from moderation.services.readers import appealing, standing
from tests.services.readers.standing.stories import Story
from tests.services.readers.standing.words import stories

pytestmark = pytest.mark.django_db


def told():
    return list(Notice.objects.select_related(*standing.RELATED).order_by("id"))


@stories
def test_a_notice_is_headed_by_how_things_stand(written_release, happens, headings):
    happens(Story(emails_are_sent=False))
    assert [
        standing.of(notice).heading + ("" if appealing.refusal(notice) else "*")
        for notice in told()
    ] == headings


@stories
def test_the_page_shows_that_heading_and_the_form_of_an_appeal_only_where_one_can_be_filed(
    client, written_release, happens, headings
):
    happens(Story(emails_are_sent=False))
    for notice, heading in zip(told(), headings, strict=True):
        page = client.get(notice.get_absolute_url()).content.decode()
        assert f"<h1>{heading.removesuffix('*')}</h1>" in page
        assert f"<title>{heading.removesuffix('*')}</title>" in page
        assert ("Send the appeal" in page) == heading.endswith("*")
        headed = page[page.index("<h2") :] if "<h2" in page else ""
        assert "removed</h2>" not in headed


@stories
def test_an_appeal_that_the_page_does_not_offer_is_refused(written_release, happens, headings):
    happens(Story(emails_are_sent=False))
    lodged = Appeal.objects.count()
    for notice, heading in zip(told(), headings, strict=True):
        if not heading.endswith("*"):
            with pytest.raises(AppealRefused):
                appeals.lodge(notice=notice, text="Please.")
    assert Appeal.objects.count() == lodged
