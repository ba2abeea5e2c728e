import pytest
from django.db.models import F
from django.test import Client

from articles.models import Comment
from moderation.models import Appeal, Notice
from moderation.services.judging import scoring
from moderation.services.readers import mailing
from tests.factories import make_comment, make_policy_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(written_release):
    version = make_policy_version()
    version.clauses.update(remove_at=F("hold_at"))
    scoring.score([make_comment("You <i>[personal_attack 0.9]</i>!")])
    return Notice.objects.get()


def test_whoever_has_the_link_reads_the_reasons(client, notice):
    response = client.get(notice.get_absolute_url())
    page = response.content.decode()
    assert "Your comment was removed" in page
    assert "<q>personal attacks</q>" in page
    assert f"/policies/{notice.policy_version.policy_id}/versions/1/" in page
    assert "You &lt;i&gt;<mark>[personal_attack 0.9]</mark>&lt;/i&gt;!" in page
    assert "The classifier decided" in page
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize("token", ["x", "0" * 43, "%00", "a" * 5000])
def test_a_forged_link_finds_nothing(client, notice, token):
    assert client.get(f"/notices/{token}/").status_code == 404
    assert client.post(f"/notices/{token}/appeal/", {"text": "Please"}).status_code == 404
    assert not Appeal.objects.exists()


def test_tokens_are_long_and_differ():
    comment = make_comment()
    tokens = {
        Notice(comment=comment, author=comment.author, automated_detection=False).token
        for _ in range(50)
    }
    assert {len(token) for token in tokens} == {43}
    assert len(tokens) == 50


def test_an_appeal_is_filed_and_shown(client, notice):
    page = client.post(
        f"/notices/{notice.token}/appeal/", {"text": "I meant <me>."}, follow=True
    ).content.decode()
    assert "Your appeal is filed." in page
    assert "I meant &lt;me&gt;." in page
    assert "Send the appeal" not in page


@pytest.mark.parametrize("text", ["", "  \n", "x" * 2001])
def test_an_appeal_that_cannot_be_filed_keeps_the_text(client, notice, text):
    response = client.post(f"/notices/{notice.token}/appeal/", {"text": text})
    assert response.status_code == 400
    assert f"{text}</textarea>" in response.content.decode()
    assert not Appeal.objects.exists()


def test_a_second_appeal_is_refused_and_the_first_is_shown(client, notice):
    url = f"/notices/{notice.token}/appeal/"
    client.post(url, {"text": "First"})
    response = client.post(url, {"text": "Second"})
    assert response.status_code == 409
    assert Appeal.objects.get().text == "First"


def test_the_author_finds_the_reasons_under_the_article_and_nobody_else_does(
    client, written_release
):
    make_policy_version()
    article = make_comment(status=Comment.Status.PUBLISHED).article
    url = f"/articles/{article.slug}/comments/"
    given = {"name": "Ani", "text": "[personal_attack 0.9]", "confirmed": "on"}
    page = client.post(url, given, follow=True).content.decode()
    link = Notice.objects.get().get_absolute_url()
    assert link in page
    assert link not in Client().get(article.get_absolute_url()).content.decode()


def test_the_rule_is_a_link_to_its_place_in_the_version(client, notice):
    rule = f"/policies/{notice.policy_version.policy_id}/versions/1/#rule-personal-attacks"
    page = client.get(notice.get_absolute_url()).content.decode()
    assert f'<a href="{rule}"><q>personal attacks</q></a>' in page
    assert 'id="rule-personal-attacks"' in client.get(rule).content.decode()


def test_the_e_mail_has_the_address_of_the_rule(notice):
    rule = f"/policies/{notice.policy_version.policy_id}/versions/1/#rule-personal-attacks"
    body = mailing.message_of(notice).body
    assert (
        "Rule of the discussion policy: “personal attacks”.\n"
        f"https://comments.example.org{rule}\n" in body
    )
