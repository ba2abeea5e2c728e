"""A comment is drawn once for all who see the same of it, and anew when anything of it changes."""

import pytest
from django.utils import timezone

from articles.models import Article, Author, Comment
from articles.templatetags import drawing
from tests.factories import make_article, make_comment, make_moderator

pytestmark = pytest.mark.django_db

PUBLISHED = Comment.Status.PUBLISHED


@pytest.fixture
def drawn(client, monkeypatch):
    """Read the page of the article, and tell how many comments were drawn for that."""
    article = make_article()
    start = make_comment("First words.", article=article, status=PUBLISHED)
    make_comment("An answer.", article=article, parent=start, status=PUBLISHED)
    made = []

    def draw(context, shown):
        made.append(shown.comment.pk)
        return original(context, shown)

    original = drawing._drawn
    monkeypatch.setattr(drawing, "_drawn", draw)
    drawing._kept.forget()

    def read():
        made.clear()
        return client.get(article.get_absolute_url()).content.decode(), len(made)

    return read


def test_the_second_reader_gets_what_was_drawn_for_the_first(drawn):
    (first, number), (second, again) = drawn(), drawn()
    assert (number, again) == (2, 0)
    assert first.partition('id="comments"')[2].count("First words.") == 1
    assert second.count("An answer.") == first.count("An answer.")


CHANGES = {
    "Other words.": lambda: Comment.objects.filter(parent=None).update(text="Other words."),
    "Editors' pick": lambda: Comment.objects.filter(parent=None).update(featured_at=timezone.now()),
    "edited": lambda: Comment.objects.filter(parent=None).update(edited_at=timezone.now()),
    "words removed": lambda: Comment.objects.filter(parent=None).update(redacted_at=timezone.now()),
    "Renamed": lambda: Author.objects.update(name="Renamed"),
    "not shown": lambda: Comment.objects.filter(parent=None).update(status="removed"),
    "are closed": lambda: Article.objects.update(commenting=Article.Commenting.CLOSED),
}


def test_a_change_is_seen_at_once(drawn):
    for shown, change in CHANGES.items():
        drawn()
        change()
        page, number = drawn()
        assert (number > 0, shown in page) == (True, True), shown


def test_a_moderator_s_links_are_shown_to_nobody_else(client, drawn):
    client.force_login(make_moderator())
    assert "Moderate" in drawn()[0]
    client.logout()
    assert "Moderate" not in drawn()[0]
