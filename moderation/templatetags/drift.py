"""How the scores of a run moved: the distributions before and after, as plain SVG."""

from collections.abc import Iterable
from math import log10
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from articles.models import Comment
from moderation.classifiers.base import Attribute
from moderation.models.clause import ATTRIBUTE_NAMES
from moderation.services.nightly.run_summary import RunSummary

register = template.Library()

WIDTH = 300
HEIGHT = 90
THRESHOLDS = {
    "queue_at": _("queued"),
    "hold_at": _("held"),
    "remove_at": _("removed"),
}


@register.inclusion_tag("desk/_drift.html")
def drift_plots(summary: RunSummary) -> dict[str, Any]:
    """A small plot for each attribute; heights are logarithmic, since most scores are low."""
    tallest = log10(1 + max(summary.before.max(), summary.after.max(), 1))
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "plots": [
            {
                "attribute": ATTRIBUTE_NAMES[attribute],
                "before": _points(summary.before[row], tallest),
                "after": _points(summary.after[row], tallest),
            }
            for row, attribute in enumerate(Attribute)
            if summary.compared
        ],
    }


def _points(counts: NDArray[Any], tallest: float) -> str:
    """A stepped line over the bins.  No language turns the point of its numbers into a comma."""
    width = WIDTH / len(counts)
    heights = [HEIGHT * (1 - log10(1 + count) / tallest) for count in counts]
    corners = [
        (x, y) for place, y in enumerate(heights) for x in (place * width, (place + 1) * width)
    ]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


@register.filter
def status_changes(summary: RunSummary) -> list[tuple[str, str, int]]:
    """(before, after, comments), in the words that people read."""
    labels = dict(Comment.Status.choices)
    return [(str(labels[b]), str(labels[a]), n) for (b, a), n in sorted(summary.changes.items())]


@register.filter
def crossings(summary: RunSummary) -> list[dict[str, Any]]:
    """For each attribute and threshold, how many comments rose over it and fell under it."""
    keys = dict.fromkeys((attribute, name) for attribute, name, _ in sorted(summary.crossings))
    return [
        {
            "attribute": ATTRIBUTE_NAMES[Attribute(attribute)],
            "threshold": THRESHOLDS[name],
            "up": summary.crossings[attribute, name, "up"],
            "down": summary.crossings[attribute, name, "down"],
        }
        for attribute, name in keys
    ]


@register.filter
def percent(share: float) -> str:
    return f"{share:.1%}"


def share(progress: Iterable[int]) -> float:
    done, total, _examined = progress
    return done / total if total else 1.0


register.filter("share", share)
