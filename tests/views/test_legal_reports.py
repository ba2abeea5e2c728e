import pytest
from django.urls import reverse

from moderation.models import Decision, LegalReport
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from tests.factories import make_comment, make_moderator, make_policy_version

pytestmark = pytest.mark.django_db

GIVEN = {
    "explanation": "Section <b>111</b>.",
    "name": "Ani",
    "email": "ani@example.org",
    "good_faith": "on",
}


@pytest.fixture
def comment():
    make_policy_version()
    return make_comment("Hang him.", status="published")


def _address(comment):
    return reverse("discussion:report_illegal", args=[comment.pk])


def test_the_plain_report_leads_to_it(client, comment):
    page = client.get(reverse("discussion:report", args=[comment.pk])).content.decode()
    assert f'href="{_address(comment)}"' in page


def test_a_report_is_confirmed_on_a_page_of_its_own(client, comment):
    response = client.post(_address(comment), GIVEN)
    report = LegalReport.objects.get()
    assert response.url == report.get_absolute_url()
    page = client.get(response.url)
    assert "We have received your report." in page.content.decode()
    assert "Section &lt;b&gt;111&lt;/b&gt;." in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"explanation": " "}, "Please say why the comment is illegal."),
        ({"name": ""}, "Please give your name. The law asks for it."),
        ({"email": ""}, "Please give your e-mail address. The law asks for it."),
        ({"good_faith": ""}, "Please confirm this to send the report."),
    ],
)
def test_what_the_law_asks_for_is_asked_for_and_nothing_typed_is_lost(
    client, comment, fields, message
):
    response = client.post(_address(comment), {**GIVEN, "about_abuse": "", **fields})
    page = response.content.decode()
    assert (response.status_code, LegalReport.objects.count()) == (400, 0)
    assert message in page
    assert "Ani" in page or "111" in page


def test_name_and_address_may_be_left_out_where_the_law_allows_it(client, comment):
    client.post(_address(comment), {**GIVEN, "name": "", "email": "", "about_abuse": "on"})
    page = client.get(LegalReport.objects.get().get_absolute_url()).content.decode()
    assert "You gave no e-mail address: keep the address of this page." in page


def test_the_page_shows_the_decision_which_can_be_contested(client, comment):
    client.post(_address(comment), GIVEN)
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.APPROVE,
        version_token=version_token_of(comment),
    )
    address = LegalReport.objects.get().get_absolute_url()
    assert "It stays published. A person decided." in client.get(address).content.decode()
    assert client.post(address, {"objection": ""}).status_code == 400
    page = client.post(address, {"objection": "Read <i>again</i>."}, follow=True).content.decode()
    assert "You contest the decision." in page
    assert "Read &lt;i&gt;again&lt;/i&gt;." in page


def test_a_wrong_address_shows_nothing(client):
    assert client.get(reverse("discussion:legal_report", args=["wrong"])).status_code == 404


def test_the_card_shows_who_reported_and_why(client, comment):
    client.post(_address(comment), GIVEN)
    client.force_login(make_moderator())
    card = client.get(reverse("desk:card", args=[comment.pk])).content.decode()
    assert "Reported as illegal" in card
    assert "Section &lt;b&gt;111&lt;/b&gt;." in card


def test_the_author_reads_that_the_removed_comment_was_reported_but_not_by_whom(client, comment):
    client.post(_address(comment), GIVEN)
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.REMOVE,
        version_token=version_token_of(comment),
    )
    page = client.get(comment.notices.get().get_absolute_url()).content.decode()
    assert "A reader reported the comment as illegal." in page
    assert "Ani" not in page
