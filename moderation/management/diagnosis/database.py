"""What the database says: of itself, its tables, the clock, and of jobs that did not run."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from moderation.management.diagnosis.finding import Finding, State
from moderation.models import ClassifierRelease, ErasureRequest, Origin
from moderation.services import health
from moderation.services.readers import origins
from staff import second_factor

# `rescore` and `forget_origins` run every night, `erase_readers` every minute.
RUN_LATE = timedelta(hours=36)
ERASING_LATE = timedelta(hours=1)
CLOCKS_APART = timedelta(seconds=5)
# In seconds: a busy machine is not ill, and nobody waits behind a load balancer.
PATIENCE = 20.0


def _database() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    version = ".".join(map(str, connection.get_database_version()))
    yield Finding("database", State.OK, f"{connection.display_name} {version} answers.")


def _migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        told = f"{len(pending)} migrations were not made."
        yield Finding("database", State.ERROR, told, "Run: python manage.py migrate")
    else:
        yield Finding("database", State.OK, "Its tables are those of this program.")


def _second_factors() -> Iterator[Finding]:
    if not second_factor.is_demanded():
        return
    if lacking := second_factor.lacking():
        told = f"{lacking} of the staff have no second factor and cannot work before they do."
        yield Finding("staff", State.WARNING, told, "Ask them to log in and set one up.")
    else:
        yield Finding("staff", State.OK, "Everybody has a second factor.")


def _clock() -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - timezone.now())
    if apart > CLOCKS_APART:
        told = f"This machine's clock and the database's are {apart.total_seconds():.0f} s apart."
        yield Finding("clock", State.WARNING, told, "Set both by NTP.")
    else:
        yield Finding("clock", State.OK, "It agrees with the database's.")


def _health() -> Iterator[Finding]:
    found = health.examine(within=PATIENCE)
    if found.storage_problem:
        yield Finding("storage", State.ERROR, found.storage_problem, "Free some disk space.")
    if not found.classifier_works:
        step = "Run: python manage.py check --deploy"
        yield Finding("classifier", State.ERROR, "It fails; new comments are held.", step)
    elif found.fallback:
        yield Finding("classifier", State.WARNING, found.fallback.reason, "Then run: rescore")
    else:
        yield from _release()
    if not found.cache_works:
        told = "It does not answer; API calls are not counted."
        yield Finding("cache", State.WARNING, told, "Check CACHE_URL.")
    if found.unjudged:
        told = f"{found.unjudged} comments wait to be judged."
        yield Finding("jobs", State.ERROR, told, "Let judge_pending run every minute.")
    if found.emails_wait:
        yield Finding("jobs", State.WARNING, "E-mails wait.", "Let send_notices run every minute.")
    last = found.last_run.finished_at if found.last_run else None
    if last is None or timezone.now() - last > RUN_LATE:
        told = f"The last rescore ended {last:%Y-%m-%d %H:%M}." if last else "No rescore ended yet."
        yield Finding("jobs", State.WARNING, told, "Let rescore run every night.")


def _release() -> Iterator[Finding]:
    active = ClassifierRelease.objects.filter(status=ClassifierRelease.Status.ACTIVE).first()
    if active:
        told = f"{active.name} scores, SHA-256 {active.digest[:12]}…"
        yield Finding("classifier", State.OK, told)


def _deletions() -> Iterator[Finding]:
    """What should be deleted by now."""
    now = timezone.now()
    if ErasureRequest.objects.filter(due_at__lt=now - ERASING_LATE).exists():
        told = "Readers who asked for it are not deleted."
        yield Finding("jobs", State.ERROR, told, "Let erase_readers run every minute.")
    if Origin.objects.filter(received_at__lt=now - origins.KEPT - RUN_LATE).exists():
        told = f"Networks of comments are older than {origins.KEPT.days} days."
        yield Finding("jobs", State.ERROR, told, "Let forget_origins run every night.")


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _database,
    _migrations,
    _second_factors,
    _clock,
    _health,
    _deletions,
)
