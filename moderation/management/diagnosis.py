"""What is wrong with a site and what to do, for `manage.py doctor`."""

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.core import checks
from django.core.mail import get_connection
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from articles import mail_setup
from config import environment
from moderation.management import certificates
from moderation.models import ClassifierRelease
from moderation.services import health
from staff import second_factor

# `rescore` runs every night.
RUN_LATE = timedelta(hours=36)
CLOCKS_APART = timedelta(seconds=5)
# In seconds: a busy machine is not ill, and nobody waits behind a load balancer.
PATIENCE = 20.0


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """`told` is a sentence; `step` what to do, empty where nothing is wrong."""

    about: str
    state: State
    told: str
    step: str = ""


def findings() -> Iterator[Finding]:
    """Look at one thing after the other.  Without a database, the rest of it is left out."""
    yield from _settings()
    yield from _file_of_settings()
    yield from _certificate()
    yield from _mail()
    try:
        for look in IN_DATABASE:
            yield from look()
    except (DatabaseError, InterfaceError) as error:
        told = " ".join(str(error).split())
        step = "Check that the database of DATABASE_URL is running and accepts this user."
        yield Finding("database", State.ERROR, told, step)


def _settings() -> Iterator[Finding]:
    """What `check --deploy` says."""
    found = [
        message
        for message in checks.run_checks(include_deployment_checks=True)
        if not message.is_silenced()
    ]
    for message in found:
        state = State.ERROR if message.level >= checks.ERROR else State.WARNING
        yield Finding("settings", state, str(message.msg), str(message.hint or "See settings.md."))
    if not found:
        yield Finding("settings", State.OK, "Nothing is wrong with them.")


def _file_of_settings() -> Iterator[Finding]:
    for file in (settings.BASE_DIR / ".env", environment.SITE_WIDE):
        if not file.exists():
            continue
        if file.stat().st_mode & stat.S_IRWXO:
            told, step = f"Everybody on this machine may read {file}.", f"Run: chmod 640 {file}"
            yield Finding("settings", State.ERROR, told, step)
        else:
            yield Finding("settings", State.OK, f"They come from {file}.")
        return


def _certificate() -> Iterator[Finding]:
    if not settings.SITE_URL.startswith("https://"):
        return
    try:
        left = certificates.days_left(settings.SITE_URL)
    except OSError as error:
        step = "Check that SITE_URL leads to the proxy, and what certificate it sends."
        yield Finding("https", State.ERROR, f"{settings.SITE_URL} fails: {error}.", step)
        return
    told = f"The certificate of {settings.SITE_URL} ends in {left} days."
    step = "Run: certbot renew" if left < certificates.SHORT else ""
    yield Finding("https", State.WARNING if step else State.OK, told, step)


def _mail() -> Iterator[Finding]:
    if mail_setup.unset():
        return  # among the settings
    try:
        with get_connection():
            yield Finding("e-mail", State.OK, "The mail server takes e-mails.")
    except OSError as error:  # SMTPException is one
        step = "Check EMAIL_URL."
        yield Finding("e-mail", State.WARNING, f"The mail server fails: {error}.", step)


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


IN_DATABASE: tuple[Callable[[], Iterator[Finding]], ...] = (
    _database,
    _migrations,
    _second_factors,
    _clock,
    _health,
)
