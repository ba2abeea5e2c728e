"""The text of a message, made when it is sent: of what holds then, in the site's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import site_url
from moderation.models import Finding, RescoringRun, ReviewItem
from moderation.services.judging.triage import relevance
from moderation.services.nightly.run_summary import RunSummary

LISTED = 5
LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a message, the page that it leads to, and the comment's text where asked for."""

    text: str
    url: str = ""
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message: its first line, which is the subject of an e-mail, and the others."""

    head: Line
    lines: list[Line] = field(default_factory=list)


def message(data: Mapping[str, Any], *, with_text: bool) -> Message | None:
    """The message about `data`; None if nothing of it holds any more."""
    if data.get("test"):
        return _headed([Line(_("Messages to moderators arrive here."), _page("desk:queue"))])
    lines = [
        *_of_cases(data.get("cases", []), with_text=with_text),
        *_of_oldest(data.get("oldest")),
        *_of_not_scored(data.get("not_scored", 0)),
        *_of_run(data.get("run")),
    ]
    return _headed(lines) if lines else None


def _headed(lines: list[Line]) -> Message:
    """A message whose first line begins with the site's name."""
    first, *others = lines
    return Message(Line(f"{settings.SITE_NAME}: {first.text}", first.url), others)


def _of_cases(ids: list[int], *, with_text: bool) -> Iterator[Line]:
    """The cases that are still open: how many, and the most urgent of them."""
    if not ids:
        return
    found = ReviewItem.objects.open().filter(pk__in=ids).select_related("comment__article")
    number = found.count()
    if not number:
        return
    told = ngettext("%(number)d new case", "%(number)d new cases", number) % {"number": number}
    yield Line(told, _page("desk:queue"))
    for case in found.order_by("-priority", "pk")[:LISTED]:
        quoted = case.comment.text[:LONGEST_TEXT] if with_text else ""
        yield Line(_about(case), _page("desk:card", case.comment_id), quoted)
    if number > LISTED:
        yield Line(_("and %(number)d more") % {"number": number - LISTED}, _page("desk:queue"))


def _about(case: ReviewItem) -> str:
    """The score and the rule of a case, if it has them, and its article."""
    score = f"{case.probability:.0%}" if case.probability is not None else ""
    found = Finding.objects.filter(comment=case.comment_id).select_related("clause")
    worst = min(found, key=relevance, default=None)
    rule = _("“%(rule)s”") % {"rule": worst} if worst else str(case.get_queue_display())
    return f"{score} {rule} · {case.comment.article}".strip()


def _of_oldest(pk: int | None) -> Iterator[Line]:
    case = ReviewItem.objects.open().filter(pk=pk or 0).first()
    if case:
        waited = timesince(case.opened_at, timezone.now(), depth=1)
        told = _("The oldest open case has waited %(time)s.") % {"time": waited}
        yield Line(told, _page("desk:card", case.comment_id))


def _of_not_scored(number: int) -> Iterator[Line]:
    if number:
        told = ngettext(
            "The classifier failed on %(number)d comment.",
            "The classifier failed on %(number)d comments.",
            number,
        )
        yield Line(told % {"number": number}, _page("desk:queue", "not-scored"))


def _of_run(pk: int | None) -> Iterator[Line]:
    run = RescoringRun.objects.filter(pk=pk or 0).first()
    if run:
        drift = RunSummary.from_json(run.summary).drift
        told = _("Rescoring changed %(share)s of the verdicts.") % {"share": f"{drift:.1%}"}
        yield Line(told, _page("desk:runs"))


def _page(name: str, *arguments: object) -> str:
    return site_url.whole(reverse(name, args=arguments))
