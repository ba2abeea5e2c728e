"""Makes messages of what happened: at most one for each channel in so many minutes."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from moderation.models import AlertChannel, AlertedCase, WebhookEndpoint
from moderation.services.alerts import outgoing, rules
from moderation.services.alerts.rules import News
from moderation.services.events import distributing

# How often a channel's rules are looked at.
EVERY = timedelta(seconds=30)


def tell_due() -> int:
    """Make the messages that are due, and return how many there are."""
    now = timezone.now()
    active = AlertChannel.objects.filter(endpoint__status=WebhookEndpoint.Status.ACTIVE)
    due = active.exclude(looked_at__gt=now - EVERY).values_list("pk", flat=True)
    return sum(_tell(pk, now) for pk in list(due))


def is_quiet(channel: AlertChannel, now: datetime) -> bool:
    """Whether it is within the channel's quiet hours, which may pass midnight."""
    begin, end = channel.quiet_from, channel.quiet_until
    if begin is None or end is None:
        return False
    clock: time = timezone.localtime(now).time()
    return begin <= clock < end if begin <= end else clock >= begin or clock < end


def forget_old() -> None:
    """Forget which cases channels were told of, once these are too old to be told again."""
    AlertedCase.objects.filter(case__opened_at__lt=timezone.now() - 2 * rules.RECENT).delete()


@transaction.atomic
def _tell(pk: int, now: datetime) -> bool:
    """Look at a channel's rules, unless another process does; whether it is told something."""
    locked = AlertChannel.objects.select_for_update(
        of=("self",), skip_locked=distributing.skips_locked()
    )
    free = locked.filter(pk=pk).exclude(looked_at__gt=now - EVERY)
    channel = free.select_related("endpoint").first()
    if channel is None:
        return False
    AlertChannel.objects.filter(pk=pk).update(looked_at=now)
    pause = timedelta(minutes=channel.every_minutes)
    if is_quiet(channel, now) or (channel.told_at and now - channel.told_at < pause):
        return False
    found = rules.news(channel, now)
    data = found.data()
    if not data:
        return False
    outgoing.send_later(channel, data)
    _note(channel, found, now)
    return True


def _note(channel: AlertChannel, found: News, now: datetime) -> None:
    AlertedCase.objects.bulk_create(AlertedCase(channel=channel, case=case) for case in found.cases)
    channel.told_at = now
    if found.oldest:
        channel.oldest_told_at = now
    if found.not_scored:
        channel.not_scored_told_at = now
    if found.run:
        channel.run_told = found.run
    channel.save(update_fields=["told_at", "oldest_told_at", "not_scored_told_at", "run_told"])
