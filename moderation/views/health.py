"""The heartbeat: `/healthz` for people and load balancers, `/metrics` for Prometheus."""

from collections.abc import Iterator
from datetime import timedelta
from hmac import compare_digest

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric

from moderation.models import RescoringRun
from moderation.services import health
from moderation.services.clients import counting
from moderation.services.health import Health
from moderation.services.nightly.run_summary import RunSummary


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Answer 503 if the site cannot work, else 200, even if it holds every new comment."""
    try:
        found = health.examine()
    except DatabaseError:
        failing = {"status": "failing", "version": settings.VERSION, "database": "does not answer"}
        return JsonResponse(failing, status=503)
    return JsonResponse(
        {
            "status": "ok" if found.is_healthy else "degraded",
            "version": settings.VERSION,
            "classifier": _classifier(found),
            "cache": "works" if found.cache_works else "fails: API calls are not counted",
            "storage": f"fails: {found.storage_problem}" if found.storage_problem else "works",
            "last_run": _described(found.last_run),
            "running": found.running is not None,
            "comments_behind": found.behind,
            "comments_not_scored": found.not_scored,
            "comments_not_judged": found.unjudged,
            "mail": f"lacks {', '.join(found.mail_lacks)}" if found.mail_lacks else "is set up",
            "webhooks_paused": found.webhooks_paused,
            "oldest_letter_seconds": _seconds(found.oldest_email),
            "oldest_case_seconds": {q: int(a.total_seconds()) for q, a in found.queue_ages.items()},
        }
    )


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with metrics that are all read from the database, so that every process gives the
    same.
    """
    if not _may_read(request):
        return HttpResponse("Wrong or missing token.\n", status=401, content_type="text/plain")
    registry = CollectorRegistry()
    registry.register(_Collector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return not settings.METRICS_TOKEN or compare_digest(
        given.encode(), settings.METRICS_TOKEN.encode()
    )


def _seconds(waited: timedelta | None) -> int:
    return int(waited.total_seconds()) if waited else 0


def _classifier(found: Health) -> str:
    """How comments are scored.  The reason for a fallback names files, so the log has it."""
    if not found.classifier_works:
        return "fails: new comments are held"
    if found.fallback:
        wanted, used, _ = found.fallback
        return f"falls back: {wanted} cannot be used, comments are scored with {used}"
    if found.outdated:
        return f"outdated: {found.outdated.name} is retired; restart this process"
    return "works"


def _described(run: RescoringRun | None) -> dict[str, object] | None:
    if run is None or run.finished_at is None:
        return None
    return {
        "release": run.release.name,
        "finished_at": run.finished_at.isoformat(),
        "seconds": round((run.finished_at - run.started_at).total_seconds(), 1),
        "examined": run.examined,
        "not_scored": run.not_scored,
        "drift": round(RunSummary.from_json(run.summary).drift, 4),
    }


class _Collector:
    def collect(self) -> Iterator[Metric]:
        try:
            found = health.examine()
        except DatabaseError:
            yield _gauge("comity_up", "Whether the site's database answers.", 0)
            return
        yield _gauge("comity_up", "Whether the site's database answers.", 1)
        yield from _of(found)
        yield _calls()


def _of(found: Health) -> Iterator[Metric]:
    yield _gauge("comity_classifier_up", "Whether comments are scored.", found.classifier_works)
    yield _gauge(
        "comity_classifier_fallback",
        "Whether another classifier scores than the settings name.",
        found.fallback is not None,
    )
    yield _gauge(
        "comity_classifier_outdated",
        "Whether the process that answers scores with a retired release.",
        found.outdated is not None,
    )
    yield _gauge("comity_cache_up", "Whether API calls are counted.", found.cache_works)
    yield _gauge("comity_comments_behind", "Comments to be rescored, at most.", found.behind)
    yield _gauge("comity_storage_up", "Whether data can be stored.", not found.storage_problem)
    yield _gauge(
        "comity_comments_not_scored", "Open cases that nothing could score.", found.not_scored
    )
    yield _gauge(
        "comity_comments_not_judged", "Stored minutes ago, and not judged yet.", found.unjudged
    )
    yield _gauge(
        "comity_webhooks_paused", "Webhook endpoints that kept failing.", found.webhooks_paused
    )
    yield _gauge(
        "comity_oldest_letter_seconds",
        "How long the oldest letter that is due waits.",
        _seconds(found.oldest_email),
    )
    ages = GaugeMetricFamily(
        "comity_oldest_case_seconds", "How long the oldest open case waits.", labels=["queue"]
    )
    for queue, waited in found.queue_ages.items():
        ages.add_metric([queue], waited.total_seconds())
    yield ages
    if (run := found.last_run) and run.finished_at:
        age = (timezone.now() - run.finished_at).total_seconds()
        seconds = (run.finished_at - run.started_at).total_seconds()
        drift = RunSummary.from_json(run.summary).drift
        yield _gauge("comity_last_run_age_seconds", "Since the last rescoring ended.", age)
        yield _gauge("comity_last_run_duration_seconds", "How long it took.", seconds)
        yield _gauge("comity_last_run_comments", "Comments that it scored.", run.examined)
        yield _gauge("comity_last_run_failures", "Comments that it could not.", run.not_scored)
        yield _gauge("comity_last_run_drift", "Share of verdicts that it changed.", drift)


def _calls() -> Metric:
    told = "Calls of the APIs by client, which is the name of its key."
    family = CounterMetricFamily("comity_api_calls", told, labels=["client", "outcome"])
    for labels, number in counting.totals().items():
        family.add_metric(labels, number)
    return family


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)
