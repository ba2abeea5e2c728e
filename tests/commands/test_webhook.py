from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from moderation.models import WebhookEndpoint

pytestmark = pytest.mark.django_db


def webhook(*arguments):
    out = StringIO()
    call_command("webhook", *arguments, stdout=out)
    return out.getvalue()


def test_an_endpoint_is_created_with_a_secret_and_listed():
    printed = webhook("create", "app", "https://paper.example/h", "--events", "comment.held")
    endpoint = WebhookEndpoint.objects.get()
    assert printed == f"Secret of app:\n{endpoint.secret}\n"
    assert webhook("list") == "app\tactive\thttps://paper.example/h\tcomment.held\n"


def test_a_paused_endpoint_is_resumed():
    webhook("create", "app", "https://paper.example/h")
    WebhookEndpoint.objects.update(status=WebhookEndpoint.Status.PAUSED)
    assert webhook("resume", "app") == "app is sent what waits for it.\n"
    assert WebhookEndpoint.objects.get().status == WebhookEndpoint.Status.ACTIVE


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["create", "app", "paper.example"], "'paper.example' is no address."),
        (["create", "app", "https://a.example", "--events", "x"], "x is no event. There are "),
        (["create", "taken", "https://a.example"], "There is an endpoint 'taken' already."),
        (["resume", "nobody"], "There is no endpoint 'nobody'."),
        (["replay", "taken", "--since", "soon"], "'soon' is no time."),
        (["replay", "taken", "--since", "2026-13-01T00:00"], "'2026-13-01T00:00' is no time."),
    ],
)
def test_mistakes_are_named(arguments, why):
    webhook("create", "taken", "https://paper.example/h")
    with pytest.raises(CommandError) as refused:
        webhook(*arguments)
    assert str(refused.value).startswith(why)


def test_what_is_due_is_delivered_and_counted():
    out = StringIO()
    call_command("deliver_webhooks", "--once", stdout=out)
    assert out.getvalue() == "Delivered: 0\n"
