"""The command and the admin of connections to Coral."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from moderation.models import CoralConnection, CoralEvent, CoralSecret, WebhookEndpoint
from moderation.services.connections.coral import checking
from tests.factories import make_administrator

pytestmark = pytest.mark.django_db

ADDED = """\
Give Coral these addresses, then store the secrets that it shows:
  external moderation phase  https://comments.example.org/api/coral/phase/
  webhook endpoint           https://comments.example.org/api/coral/events/
The signing secret of the external moderation phase is missing: connect_coral secret 'a b' phase
The signing secret of the webhook endpoint is missing: connect_coral secret 'a b' events
"""


@pytest.fixture
def connect_coral(monkeypatch):
    """Run the command with a line of standard input; what it prints."""

    def connect_coral(*arguments, given=""):
        monkeypatch.setattr("sys.stdin", StringIO(given))
        out = StringIO()
        call_command("connect_coral", *arguments, stdout=out)
        return out.getvalue()

    return connect_coral


def test_a_connection_is_added_gets_its_secrets_and_works(connect_coral, coral, connection):
    url = connection.endpoint.url + "/"
    CoralConnection.objects.all().delete()
    added = connect_coral("add", "a b", url, "--section", "Sport", given="the token\n")
    assert added == ADDED
    for purpose in ("phase", "events"):
        assert connect_coral("secret", "a b", purpose, given=f"its {purpose}\n") == "Stored.\n"
    assert connect_coral("check", "a b") == "Coral answers, and nothing is missing.\n"
    assert connect_coral("list").splitlines()[0] == f"a b\tactive\t{url[:-1]}\tSport"
    assert connect_coral("pause", "a b") == "a b is paused.\n"
    assert connect_coral("check", "a b") == "It is paused: connect_coral resume 'a b'.\n"
    connect_coral("resume", "a b")
    assert WebhookEndpoint.objects.get(name="a b").status == "active"


def test_a_new_secret_leaves_the_former_one_a_day(connect_coral, connection):
    connect_coral("secret", "paper", "phase", given="new\n")
    secrets = CoralSecret.objects.filter(purpose="phase").values_list("secret", "expires_at")
    assert [(secret, ends is None) for secret, ends in secrets] == [
        ("new", True),
        ("the phase", False),
    ]


@pytest.mark.parametrize(
    ("arguments", "given", "why"),
    [
        (["add", "new", "coral.example"], "t", "'coral.example' is no address."),
        (
            ["add", "paper", "https://c.example"],
            "t",
            "There is an endpoint or a connection 'paper'",
        ),
        (["add", "new", "https://c.example"], "", "Nothing was given."),
        (["check", "nobody"], "", "There is no connection 'nobody'."),
    ],
)
def test_mistakes_are_named(connect_coral, connection, arguments, given, why):
    with pytest.raises(CommandError) as refused:
        connect_coral(*arguments, given=given)
    assert str(refused.value).startswith(why)


def test_a_check_says_in_plain_words_what_is_wrong(coral, connection):
    def found():
        (problem,) = checking.problems(connection)
        return problem

    connection.token = "another"
    assert found() == "Coral does not accept the token: make a new one in Coral."
    connection.token = coral.token
    coral.viewer = coral.viewer | {"role": "MODERATOR"}
    assert found().startswith("The token is none of an administrator's: ")
    coral.viewer = coral.viewer | {"role": "ADMIN"}
    connection.endpoint.url += "/admin"
    assert found().endswith("answers HTTP 404 without data: is it Coral's?")
    connection.endpoint.url = "http://127.0.0.1:1"
    assert "does not answer: ConnectionRefusedError" in found()


def test_private_addresses_are_refused(coral, connection, settings):
    settings.WEBHOOKS_TO_PRIVATE_NETWORKS = False
    (problem,) = checking.problems(connection)
    assert problem.endswith("WEBHOOKS_TO_PRIVATE_NETWORKS=true allows that.")


def test_the_admin_pauses_resumes_and_removes_a_connection(client, connection):
    client.force_login(make_administrator())
    page = reverse("admin:moderation_coralconnection_changelist")
    for action, status in (("pause", "off"), ("resume", "active")):
        client.post(page, {"action": action, "_selected_action": connection.pk})
        assert WebhookEndpoint.objects.get().status == status
    removing = reverse("admin:moderation_coralconnection_delete", args=[connection.pk])
    client.post(removing, {"post": "yes"})
    assert (CoralConnection.objects.count(), WebhookEndpoint.objects.count()) == (0, 0)


def test_the_admin_works_a_failed_event_again(client, connection):
    event = CoralEvent.objects.create(connection=connection, uid="e", kind="k", status="failed")
    client.force_login(make_administrator())
    page = reverse("admin:moderation_coralevent_changelist")
    client.post(page, {"action": "work_again", "_selected_action": event.pk})
    event.refresh_from_db()
    assert (event.status, event.attempts) == ("waiting", 0)
