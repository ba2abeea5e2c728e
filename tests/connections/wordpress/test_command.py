"""The command and the admin of connections to WordPress."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from moderation.models import WordPressConflict, WordPressConnection
from tests.connections.wordpress.here import FINE, VILE, here
from tests.factories import make_administrator

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("wordpress")]


@pytest.fixture
def connect_wordpress(monkeypatch):
    """Run the command with a line of standard input; what it prints."""

    def connect_wordpress(*arguments, given=""):
        monkeypatch.setattr("sys.stdin", StringIO(given))
        out = StringIO()
        call_command("connect_wordpress", *arguments, stdout=out)
        return out.getvalue()

    return connect_wordpress


def test_a_connection_is_added_read_paused_and_resumed(connect_wordpress, connect, wordpress):
    password = " ".join(wordpress.passwords["comity"])  # as WordPress shows it: with spaces
    add = ("add", "the paper", wordpress.url + "/", "--username", "comity", "--section", "Sport")
    plain = "Its address is not https://: whoever is on the way can read the password.\n"
    assert connect_wordpress(*add, given=f"{password}\n") == plain
    remote = wordpress.comment(VILE)
    assert connect_wordpress("run", "--once") == "Filed: 1. Worked: 1.\n"
    assert (wordpress.status(remote), here(remote).article.section) == ("hold", "Sport")
    connect_wordpress("pause", "the paper")
    wordpress.comment(FINE)
    assert connect_wordpress("run", "--once") == ""
    assert "It is paused: connect_wordpress resume 'the paper'." in connect_wordpress(
        "check", "the paper"
    )
    connect_wordpress("resume", "the paper")
    assert connect_wordpress("run", "--once") == "Filed: 1. Worked: 0.\n"
    connection = WordPressConnection.objects.get()
    name, status, url, _ = connect_wordpress("list").split("\t")
    assert (name, status, url) == ("the paper", "active", wordpress.url)
    WordPressConflict.objects.create(
        connection=connection, comment=here(remote), subject="status", here="held", there="trash"
    )
    assert "here held, there trash" in connect_wordpress("conflicts", "the paper")


def test_what_cannot_be_done_is_said_with_the_next_step(connect_wordpress):
    add = ("--username", "comity")
    for arguments, given, said in [
        (("add", "a", "paper.example", *add), "x\n", "It begins with https://"),
        (("add", "a", "https://paper.example", *add), "\n", "Nothing was given"),
        (("check", "a"), "", "To see all, run: connect_wordpress list"),
    ]:
        with pytest.raises(CommandError, match=said):
            connect_wordpress(*arguments, given=given)
    assert not WordPressConnection.objects.exists()


def test_the_admin_lists_pauses_and_removes_without_showing_the_password(client, connect):
    connection = connect("https://paper.example", "the-password")
    client.force_login(make_administrator())
    listed = reverse("admin:moderation_wordpressconnection_changelist")
    chosen = {"action": "pause", "_selected_action": [connection.pk]}
    client.post(listed, chosen)
    connection.endpoint.refresh_from_db()
    assert connection.endpoint.status == "off"
    page = reverse("admin:moderation_wordpressconnection_change", args=[connection.pk])
    for shown in (listed, page, reverse("admin:moderation_wordpressconflict_changelist")):
        response = client.get(shown)
        assert (response.status_code, b"the-password" in response.content) == (200, False)
    client.post(page.replace("change", "delete"), {"post": "yes"})
    assert not WordPressConnection.objects.exists()
