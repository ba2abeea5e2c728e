"""The form of a channel in the admin."""

import pytest
from django.urls import reverse

from moderation.models import AlertChannel, Delivery, WebhookEndpoint
from moderation.services.clients.webhooks import endpoints
from tests.factories import make_administrator, make_policy_version

pytestmark = pytest.mark.django_db

PAGE = "admin:moderation_alertchannel"
FORM = {
    "name": "night desk",
    "protocol": "slack",
    "address": "https://hooks.example/1",
    "content": "ids",
    "clauses": ["profanity"],
    "probability_from": "0.95",
    "every_minutes": "10",
}


@pytest.fixture(autouse=True)
def _administrator(client):
    make_policy_version()
    client.force_login(make_administrator())


def save(client, page="add", *arguments, **changed):
    return client.post(reverse(f"{PAGE}_{page}", args=arguments), FORM | changed)


def test_a_channel_is_added_changed_tried_paused_and_deleted(client):
    assert save(client).status_code == 302
    channel = AlertChannel.objects.get()
    endpoint = channel.endpoint
    assert (channel.clauses, channel.probability_from) == (["profanity"], 0.95)
    assert (endpoint.name, endpoint.protocol, endpoint.kinds) == ("night desk", "slack", ["alert"])
    form = client.get(reverse(f"{PAGE}_change", args=[channel.pk])).context["adminform"].form
    assert form.initial["address"] == "https://hooks.example/1"
    emails = {"protocol": "email", "address": "a@example.org, b@example.org"}
    assert save(client, "change", channel.pk, **emails).status_code == 302
    assert WebhookEndpoint.objects.get().url == "mailto:a@example.org,b@example.org"
    for action in ("try_out", "pause"):
        client.post(
            reverse(f"{PAGE}_changelist"), {"action": action, "_selected_action": channel.pk}
        )
    assert (Delivery.objects.count(), WebhookEndpoint.objects.get().status) == (1, "off")
    client.post(reverse(f"{PAGE}_delete", args=[channel.pk]), {"post": "yes"})
    assert WebhookEndpoint.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"address": "hooks.example"}, "address"),
        ({"protocol": "email"}, "address"),
        ({"protocol": "email", "address": " , "}, "address"),
        ({"protocol": "webhook"}, "protocol"),
        ({"name": "taken"}, "name"),
        ({"clauses": ["no such rule"]}, "clauses"),
        ({"quiet_from": "22:00"}, "__all__"),
        ({"every_minutes": "0"}, "every_minutes"),
    ],
)
def test_mistakes_are_shown_beside_their_field(client, changed, field):
    endpoints.create(name="taken", url="https://hooks.example/2")
    response = save(client, **changed)
    assert list(response.context["adminform"].form.errors) == [field]
    assert AlertChannel.objects.count() == 0
