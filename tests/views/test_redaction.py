import pytest
from django.conf import settings
from django.urls import reverse

from articles.models import Comment
from moderation.models import Decision, Notice
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.desk import search
from moderation.services.judging import scoring
from moderation.services.transfer import exporting
from tests.factories import make_comment, make_moderator, make_policy_version

pytestmark = pytest.mark.django_db

MARK = settings.REDACTION_MARK
TEXT = "A <b>fool</b>, you foolish fool."


@pytest.fixture
def desk(client):
    client.force_login(make_moderator(username="anna"))
    return client


@pytest.fixture
def comment(written_release):
    make_policy_version()
    comment = make_comment(TEXT)
    scoring.score([comment])
    comment.refresh_from_db()
    return comment


def _address(comment):
    return reverse("desk:redact", args=[comment.pk])


def _form(comment, **fields):
    clause = make_policy_version().clauses.first()
    token = version_token_of(comment)
    return {"passages": "fool", "clause": clause.pk, "note": "", "version_token": token, **fields}


def test_without_scripts_typed_words_are_previewed_where_they_stand(desk, comment):
    page = desk.post(_address(comment), _form(comment)).content.decode()
    assert "A &lt;b&gt;[removed by the editors]&lt;/b&gt;, you foolish [removed by" in page
    assert page.count('name="place"') == 3
    assert page.count("checked") == 2
    assert Decision.objects.count() == 0


def test_only_the_ticked_places_are_replaced_when_it_is_confirmed(desk, comment):
    form = _form(comment, previewed="yes", confirm="yes", place=["5-9"])
    page = desk.post(_address(comment), form, follow=True).content.decode()
    comment.refresh_from_db()
    assert comment.text == f"A <b>{MARK}</b>, you foolish fool."
    assert "Published without the marked words." in page


def test_readers_feeds_exports_and_search_have_the_mark_and_not_the_words(desk, comment):
    desk.post(_address(comment), _form(comment, confirm="yes"))
    article = desk.get(comment.article.get_absolute_url()).content.decode()
    feed = desk.get(reverse("articles:comment_feed", args=[comment.article.slug])).content.decode()
    exported = str(list(exporting.comments()))
    for shown in (article, feed, exported):
        assert MARK in shown
        assert "you foolish fool" not in shown
    assert "words removed by the editors" in article


def test_search_finds_the_text_that_readers_see(desk, comment):
    places = ["5-9", "19-23", "27-31"]
    form = _form(comment, previewed="yes", confirm="yes", place=places)
    desk.post(_address(comment), form)
    assert list(search.comments(search.Asked(words="fool"))) == []
    assert list(search.comments(search.Asked(words="editors"))) == [comment]


def test_the_author_reads_the_original_the_words_and_can_appeal(desk, comment, client):
    desk.post(_address(comment), _form(comment, confirm="yes"))
    page = client.get(Notice.objects.first().get_absolute_url()).content.decode()
    assert "<h1>Words were removed from your comment</h1>" in page
    assert "you <mark>fool</mark>ish <mark>fool</mark>." in page
    assert "Words that were removed" in page
    assert "Send the appeal" in page


def test_the_card_of_a_redacted_comment_leads_to_the_original(desk, comment):
    desk.post(_address(comment), _form(comment, confirm="yes"))
    card = desk.get(reverse("desk:card", args=[comment.pk])).content.decode()
    assert "Readers see a mark where words were removed." in card
    assert "you <mark>fool</mark>ish" in desk.get(_address(comment)).content.decode()


@pytest.mark.parametrize(
    ("fields", "message", "status"),
    [
        ({"passages": ""}, "Mark or type at least one word.", 422),
        ({"passages": "sage"}, "The comment does not have these words.", 422),
        ({"clause": ""}, "This field is required.", 422),
        ({"passages": TEXT}, "Nothing would be left of the comment", 409),
    ],
)
def test_bad_input_is_told_and_keeps_what_was_typed(desk, comment, fields, message, status):
    form = _form(comment, confirm="yes", note="My note", **fields)
    response = desk.post(_address(comment), form)
    page = response.content.decode()
    assert (response.status_code, Decision.objects.count()) == (status, 0)
    assert message in page
    assert 'value="My note"' in page


def test_what_happened_meanwhile_is_told_and_nothing_is_changed(desk, comment):
    form = _form(comment, confirm="yes")
    deciding.decide(
        comment=comment,
        moderator=make_moderator(username="ben"),
        action=Decision.Action.APPROVE,
        version_token=version_token_of(comment),
    )
    response = desk.post(_address(comment), form)
    assert response.status_code == 409
    assert "ben approved this at" in response.content.decode()
    assert Comment.objects.get().text == TEXT


def test_a_plain_decision_cannot_remove_words(desk, comment):
    form = {"action": "redact", "version_token": version_token_of(comment)}
    assert desk.post(reverse("desk:decide", args=[comment.pk]), form).status_code == 422
