"""A span for each request for OpenTelemetry: method, route, status and time.

Addresses, headers and networks, which the instrumentation adds, are left out, and so are the
messages of exceptions.
"""

from collections.abc import Sequence

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.django import DjangoInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import SpanContext, Status

from config.version import VERSION

METHOD, ROUTE = "http.method", "http.route"
ATTRIBUTES = (METHOD, ROUTE, "http.status_code")


class Exporter(SpanExporter):
    """Hands on what is listed above of each span."""

    def __init__(self, inner: SpanExporter) -> None:
        self._inner = inner

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return self._inner.export([told(span) for span in spans])

    def shutdown(self) -> None:
        self._inner.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._inner.force_flush(timeout_millis)


def start(endpoint: str) -> None:
    """Send spans to the collector at `endpoint`, by OTLP over HTTP."""
    resource = Resource.create({"service.name": "comity", "service.version": VERSION})
    provider = TracerProvider(resource=resource)
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(Exporter(exporter)))
    DjangoInstrumentor().instrument(tracer_provider=provider)


def told(span: ReadableSpan) -> ReadableSpan:
    """What is sent of `span`."""
    found = span.attributes or {}
    kept = {name: found[name] for name in ATTRIBUTES if name in found}
    return ReadableSpan(
        name=" ".join(str(kept[name]) for name in (METHOD, ROUTE) if name in kept) or "request",
        context=_without_state(span.context),
        parent=_without_state(span.parent),
        resource=span.resource,
        attributes=kept,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _without_state(context: SpanContext | None) -> SpanContext | None:
    """Without what the caller's `tracestate` header says."""
    if context is None:
        return None
    return SpanContext(context.trace_id, context.span_id, context.is_remote, context.trace_flags)
