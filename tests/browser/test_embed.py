"""The discussion on a page of the paper: another origin, a strict policy, no cookies."""

import pytest

from articles.models import Comment
from tests.factories import make_article, make_comment, make_policy_version
from tests.paper import paper as served

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article(written_release):
    make_policy_version()
    article = make_article(title="A summit", external_id="2026/11-17")
    first = make_comment("A calm remark.", article=article, status=Comment.Status.PUBLISHED)
    make_comment("An answer.", article=article, parent=first, status=Comment.Status.PUBLISHED)
    return article


@pytest.fixture
def paper(live_server, settings):
    with served(live_server.url) as paper:
        settings.EMBED_ORIGINS = {paper.address}
        paper.body = (
            '<comity-comments article-id="2026/11-17">'
            '<a href="https://comments.example.org/">Read the comments</a></comity-comments>'
        )
        yield paper


def test_readers_read_the_discussion_on_the_page_of_the_paper(page, paper, article):
    page.goto(paper.address)
    page.get_by_role("heading", name="Comments").wait_for()
    assert page.locator("comity-comments .comment .text").all_inner_texts() == [
        "A calm remark.",
        "An answer.",
    ]
