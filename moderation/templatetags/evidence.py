"""How findings look on a page: the words that speak for them, and how sure they are."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.models import Comment
from moderation.models import Finding
from moderation.services.readers.spans import merged

register = template.Library()

METER = (
    '<svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"'
    ' focusable="false"><rect class="meter-ground" width="100" height="10"/>'
    '<rect class="meter-fill" width="{}" height="10"/>'
    '<rect class="meter-tick" x="{}" width="1.2" height="10"/></svg>'
)


@register.filter
def highlighted(text: str, findings: Iterable[Finding]) -> SafeString:
    """The text of a comment escaped, with the evidence in <mark> at its true offsets."""
    return _highlighted(text, findings, Finding.Part.TEXT)


@register.filter
def highlighted_name(name: str, findings: Iterable[Finding]) -> SafeString:
    """The name above a comment escaped, with the evidence that lies in it marked."""
    return _highlighted(name, findings, Finding.Part.NAME)


def _highlighted(written: str, findings: Iterable[Finding], part: Finding.Part) -> SafeString:
    about = [finding for finding in findings if finding.part == part]
    return highlight(written, [(start, end) for f in about for start, end, *_ in f.evidence])


@register.filter
def excerpt(comment: Comment, length: int) -> SafeString:
    """The first `length` characters of a comment.

    The words that speak for a clause are in a <span class="word">, which looks
    like the rest until a moderator has them covered.
    """
    spans = [(start, end) for found in comment.findings.all() for start, end, *_ in found.evidence]
    text = comment.text
    cut = text if len(text) <= length else text[: length - 1].rstrip() + "…"
    return highlight(cut, spans, '<span class="word">{}</span>')


def highlight(
    text: str, spans: Iterable[tuple[int, int]], mark: str = "<mark>{}</mark>"
) -> SafeString:
    """Escape `text`, putting what `spans` (code points, end exclusive) cover into `mark`.

    Spans may overlap, touch, or reach beyond the text; what they cover
    together is marked once.
    """
    pieces: list[str] = []
    done = 0
    clipped = ((max(start, 0), min(end, len(text))) for start, end in spans)
    covered = [(start, end) for start, end in clipped if start < end]
    for start, end in merged(covered, join_touching=True):
        pieces += [escape(text[done:start]), format_html(mark, text[start:end])]
        done = end
    pieces.append(escape(text[done:]))
    return mark_safe("".join(pieces))  # noqa: S308 -- every piece is escaped above


@register.filter
def evidence_words(finding: Finding, comment: Comment) -> list[str]:
    """The distinct words that speak for `finding`, the strongest first."""
    text = finding.quoted_from(comment)
    spans = sorted(finding.evidence, key=lambda span: -span[2])
    return list(dict.fromkeys(text[start:end] for start, end, *_ in spans))


@register.filter
def percent(probability: float) -> str:
    """A probability as whole percents; never 0 or 100, for a classifier is never certain."""
    return _("%(percent)d%%") % {"percent": min(max(round(probability * 100), 1), 99)}


@register.filter
def probability_or_reason(finding: Finding) -> str:
    """The probability of a finding, or where it has none, its reason in brackets."""
    if finding.probability is None:
        reason = finding.get_reason_display()
        return f"({reason[:1].lower()}{reason[1:]})"
    return percent(finding.probability)


@register.simple_tag
def meter(finding: Finding) -> SafeString:
    """A small bar of how probable a finding is, with a tick at the clause's threshold."""
    width, threshold = (
        f"{100 * (share or 0):.1f}" for share in (finding.probability, finding.threshold)
    )
    return format_html(METER, width, threshold)
