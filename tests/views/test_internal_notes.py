"""Notes of colleagues: on cards, on their own page, and nowhere that readers look."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Comment
from moderation.models import InternalNote
from moderation.services.decisions import internal_notes
from moderation.services.desk import notes_shown
from moderation.services.readers import personal_data
from moderation.views import internal_notes as views
from tests.factories import (
    limit_to_sections,
    make_article,
    make_author,
    make_comment,
    make_moderator,
    make_review_item,
)

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def anna(client):
    anna = make_moderator(username="anna")
    client.force_login(anna)
    return anna


@pytest.fixture
def comment():
    article = make_article(section="Sport")
    comment = make_comment(article=article, status=Comment.Status.PUBLISHED)
    return make_review_item(comment).comment


def _note(comment, text="Third time.", *, on_author=False, by=None):
    return internal_notes.write(
        comment=comment,
        written_by=by or make_moderator(),
        text=text,
        on_author=on_author,
    )


def _told(page):
    return " ".join(page.content.decode().split())


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("on_author", [True, False])
def test_a_note_is_written_on_a_card_and_shown_there(client, anna, comment, on_author, headers):
    form = {"internal_note": "Third <b>time</b>."} | ({"on_author": "on"} if on_author else {})
    answer = client.post(reverse("desk:notes", args=[comment.pk]), form, **headers)
    note = InternalNote.objects.get()
    assert (note.author, note.comment) == (comment.author, None if on_author else comment)
    queue = client.get(reverse("desk:queue"))
    for page in [queue, *([answer] if headers else [])]:
        assert "Third &lt;b&gt;time&lt;/b&gt;." in page.content.decode()
        assert "anna, <time" in _told(page)


def test_a_note_on_an_author_is_on_the_cards_of_their_other_comments(client, anna, comment):
    _note(comment, "On the author.", on_author=True)
    _note(comment, "On the comment.")
    other = make_review_item(make_comment(author=comment.author)).comment
    page = client.get(reverse("desk:card", args=[other.pk])).content.decode()
    assert "On the author." in page
    assert "On the comment." not in page


def test_an_empty_note_is_asked_for_and_a_long_one_is_kept_in_the_form(client, anna, comment):
    address = reverse("desk:notes", args=[comment.pk])
    answer = client.post(address, {"internal_note": " "})
    assert (answer.status_code, "Write the note first." in _told(answer)) == (422, True)
    answer = client.post(address, {"internal_note": "long " * 500})
    assert (answer.status_code, "long long" in _told(answer)) == (422, True)
    assert not InternalNote.objects.exists()


def test_a_card_shows_the_newest_three_of_each_kind(comment):
    for number in range(5):
        _note(comment, f"On the case {number}")
        _note(comment, f"On the author {number}", on_author=True)
    shown = notes_shown.by_comment([comment])[comment.pk]
    assert [note.text for note in shown] == [
        *(f"On the case {number}" for number in (4, 3, 2)),
        *(f"On the author {number}" for number in (4, 3, 2)),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_notes_of_a_page_take_two_queries(number, django_assert_num_queries):
    comments = [make_comment() for _ in range(number)]
    for comment in comments:
        _note(comment)
    with django_assert_num_queries(2):
        shown = notes_shown.by_comment(comments)
        assert [len(shown[comment.pk]) for comment in comments] == [1] * number
        assert all(notes[0].written_by.username for notes in shown.values())


def test_all_notes_are_listed_in_pages(client, anna, comment, monkeypatch):
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    for number in range(3):
        _note(comment, f"Note number {number}.")
    address = reverse("desk:notes", args=[comment.pk])
    first = client.get(address)
    second = client.get(address, {"before": first.context["older"]})
    assert [note.text for note in first.context["notes"]] == ["Note number 2.", "Note number 1."]
    assert [note.text for note in second.context["notes"]] == ["Note number 0."]
    assert second.context["older"] == ""


def test_the_list_of_notes_takes_the_same_queries_for_one_and_for_three(client, anna, comment):
    address, taken = reverse("desk:notes", args=[comment.pk]), []
    for number in (1, 2):
        for _ in range(number):
            _note(comment)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        taken.append(len(captured))
    assert taken[0] == taken[1]


def test_notes_on_comments_of_other_sections_are_left_out(client, comment):
    _note(comment, "On the comment.")
    _note(comment, "On the author.", on_author=True)
    article = make_article(section="Politics")
    other = make_review_item(make_comment(author=comment.author, article=article)).comment
    client.force_login(limit_to_sections(make_moderator(), "Politics"))
    page = client.get(reverse("desk:notes", args=[other.pk])).content.decode()
    assert "On the author." in page
    assert "On the comment." not in page
    assert client.get(reverse("desk:notes", args=[comment.pk])).status_code == 403


def test_everybody_deletes_their_own_notes_only(client, anna, comment):
    own, other = _note(comment, by=anna), _note(comment)
    assert client.post(reverse("desk:delete_note", args=[other.pk])).status_code == 404
    client.post(reverse("desk:delete_note", args=[own.pk]))
    assert list(InternalNote.objects.all()) == [other]


def test_readers_never_see_a_note(client, comment):
    _note(comment, "Only for colleagues.")
    _note(comment, "Only for colleagues.", on_author=True)
    page = client.get(comment.article.get_absolute_url()).content.decode()
    assert comment.text in page
    assert "Only for colleagues." not in page


def test_an_export_has_the_notes_without_their_writers(comment):
    note = _note(comment, by=make_moderator(username="anna"))
    rows = [row for row in personal_data.export(comment.author) if row["what"] == "internal note"]
    assert rows == [
        {
            "what": "internal note",
            "id": note.pk,
            "comment_id": comment.pk,
            "text": "Third time.",
            "written_at": note.written_at,
        }
    ]


def test_an_erasure_deletes_the_notes_and_no_more_are_stored(client, anna, comment):
    _note(comment)
    kept = _note(make_comment())
    personal_data.erase(comment.author)
    assert list(InternalNote.objects.all()) == [kept]
    answer = client.post(reverse("desk:notes", args=[comment.pk]), {"internal_note": "Again."})
    assert (answer.status_code, "was erased" in _told(answer)) == (422, True)
    assert list(InternalNote.objects.all()) == [kept]


def test_a_note_is_not_stored_about_an_erased_author():
    comment = make_comment(author=make_author(erased_at=timezone.now()))
    with pytest.raises(internal_notes.NoteRefused):
        _note(comment)
