"""When a channel is told, and of what."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from moderation.models import (
    AlertChannel,
    AlertedCase,
    Delivery,
    Event,
    RescoringRun,
    ReviewItem,
    Verdict,
    WebhookEndpoint,
)
from moderation.services.alerts import channels, telling
from moderation.services.clients.webhooks import endpoints
from moderation.services.nightly.run_summary import RunSummary
from tests.factories import make_finding, make_policy_version, make_release, make_review_item

pytestmark = pytest.mark.django_db


def make_channel(**rules):
    channel = AlertChannel(**rules)
    channels.store(
        channel=channel, name="the desk", protocol="slack", address="https://hooks.example/1"
    )
    return channel


def tell(*, after=timedelta(0)):
    """Look at the rules as if so much time had passed; the data of new messages."""
    known = set(Event.objects.values_list("pk", flat=True))
    for field in ("looked_at", "told_at", "oldest_told_at", "not_scored_told_at"):
        for channel in AlertChannel.objects.exclude(**{field: None}):
            earlier = getattr(channel, field) - after
            AlertChannel.objects.filter(pk=channel.pk).update(**{field: earlier})
    telling.tell_due()
    return [event.data for event in Event.objects.exclude(pk__in=known)]


def test_cases_from_a_score_on_are_told_once_and_together():
    make_channel(probability_from=0.9)
    low, high = make_review_item(probability=0.5), make_review_item(probability=0.95)
    first = make_review_item(probability=0.9, priority=2)
    make_review_item(probability=0.99, unjudged_since=timezone.now())
    make_review_item(probability=0.99, status="closed")
    assert tell() == [{"cases": [first.pk, high.pk]}]
    assert tell(after=timedelta(hours=1)) == []
    ReviewItem.objects.filter(pk=low.pk).update(probability=0.97)
    assert tell(after=timedelta(hours=1)) == [{"cases": [low.pk]}]


def test_cases_that_break_a_chosen_rule_are_told():
    version = make_policy_version()
    make_channel(clauses=["personal attacks"])
    attack, other, passed = make_review_item(), make_review_item(), make_review_item()
    rule = version.clauses.get(attribute="personal_attack")
    make_finding(attack.comment, rule)
    make_finding(passed.comment, rule, verdict=Verdict.PUBLISH)
    make_finding(other.comment, version.clauses.get(attribute="profanity"))
    assert tell() == [{"cases": [attack.pk]}]


def test_cases_from_before_the_channel_are_not_told():
    make_review_item(probability=0.99)
    make_channel(probability_from=0.9)
    assert tell() == []


def test_what_comes_within_the_minutes_is_in_the_next_message():
    make_channel(probability_from=0.9, every_minutes=10)
    first = make_review_item(probability=0.95)
    assert tell() == [{"cases": [first.pk]}]
    second, third = (make_review_item(probability=0.95) for _ in range(2))
    assert tell(after=timedelta(minutes=5)) == []
    assert tell(after=timedelta(minutes=6)) == [{"cases": [second.pk, third.pk]}]


def test_the_oldest_case_is_told_again_while_it_waits():
    make_channel(oldest_hours=3)
    case = make_review_item(opened_at=timezone.now() - timedelta(hours=4))
    make_review_item(
        opened_at=timezone.now() - timedelta(hours=5),
        deferred_until=timezone.now() + timedelta(hours=1),
    )
    assert tell() == [{"oldest": case.pk}]
    assert tell(after=timedelta(hours=2)) == []
    assert tell(after=timedelta(hours=2)) == [{"oldest": case.pk}]


def test_a_classifier_that_fails_is_told_once_a_day():
    make_channel(not_scored_from=2)
    make_review_item(queue="not_scored")
    assert tell() == []
    make_review_item(queue="not_scored")
    assert tell(after=timedelta(minutes=1)) == [{"not_scored": 2}]
    assert tell(after=timedelta(hours=23)) == []
    assert tell(after=timedelta(hours=2)) == [{"not_scored": 2}]


def test_a_run_that_changed_much_is_told_once():
    make_channel(drift_from=0.02)

    def finish(changed):
        summary = RunSummary(examined=100, compared=100, verdict_changed=changed)
        return RescoringRun.objects.create(
            release=make_release(),
            state="finished",
            finished_at=timezone.now(),
            summary=summary.to_json(),
        )

    finish(1)
    assert tell() == []
    run = finish(5)
    assert tell(after=timedelta(minutes=1)) == [{"run": run.pk}]
    assert tell(after=timedelta(hours=1)) == []


@pytest.mark.parametrize(
    ("begin", "end", "hour", "quiet"),
    [
        (22, 6, 23, True),
        (22, 6, 5, True),
        (22, 6, 6, False),
        (22, 6, 12, False),
        (1, 3, 2, True),
        (1, 3, 3, False),
    ],
)
def test_quiet_hours_are_those_of_the_site_and_may_pass_midnight(settings, begin, end, hour, quiet):
    settings.TIME_ZONE = "Europe/Berlin"  # an hour ahead of UTC in November
    channel = AlertChannel(quiet_from=time(begin), quiet_until=time(end))
    moment = datetime(2026, 11, 27, (hour - 1) % 24, tzinfo=UTC)
    with timezone.override("Europe/Berlin"):
        assert telling.is_quiet(channel, moment) is quiet


def test_what_comes_in_quiet_hours_is_told_afterwards(monkeypatch):
    make_channel(probability_from=0.9)
    case = make_review_item(probability=0.95)
    with monkeypatch.context() as patched:
        patched.setattr(telling, "is_quiet", lambda *_: True)
        assert tell() == []
    assert tell(after=timedelta(minutes=1)) == [{"cases": [case.pk]}]


def test_a_channel_that_is_switched_off_is_told_nothing():
    channel = make_channel(probability_from=0.9)
    endpoints.switch_off(endpoint=channel.endpoint)
    make_review_item(probability=0.95)
    assert tell() == []


def test_messages_are_for_their_channel_alone():
    everything = endpoints.create(name="all events", url="https://hooks.example/2")
    make_channel(probability_from=0.9)
    make_review_item(probability=0.95)
    since = timezone.now() - timedelta(minutes=1)
    tell()
    until = timezone.now() + timedelta(minutes=1)
    assert endpoints.replay_between(endpoint=everything, since=since, until=until) == 0
    assert Delivery.objects.get().endpoint == WebhookEndpoint.objects.get(name="the desk")


def test_what_was_told_is_forgotten_once_it_cannot_be_told_again():
    make_channel(probability_from=0.9)
    recent, old = (make_review_item(probability=0.95) for _ in range(2))
    tell()
    ReviewItem.objects.filter(pk=old.pk).update(opened_at=timezone.now() - timedelta(days=3))
    telling.forget_old()
    assert list(AlertedCase.objects.values_list("case", flat=True)) == [recent.pk]
    assert tell(after=timedelta(hours=1)) == []
