"""Plots as plain SVG: numbers in, the places of bars and lines out."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from moderation.models import Verdict
from moderation.services.desk.figures import Table
from moderation.services.desk.selection import Bin, Range
from moderation.services.policy.effects import Day, Effect

register = template.Library()

WIDTH = 640
HEIGHT = 130
HEADROOM = 16
LEFT = 44
PLOT_HEIGHT = 190
BASE = 165
GRID = 4
TICKS = 6
ROW = 26
NAMES = 215
SERIES = ("first", "second", "third")
VERDICTS = (Verdict.QUEUE, Verdict.HOLD, Verdict.REMOVE)

LINES = {"days": ("day", ("posted", "opened", "decided"))}
BARS = {
    "age": ("age", "cases"),
    "clauses": ("clause", "share"),
    "calibration": ("probability", "removed"),
    "languages": ("language", "share"),
    "moderators": ("moderator", "decisions"),
    "authors": ("name", "removed"),
    "articles": ("name", "removed"),
}
BARS_SHOWN = 10


@register.simple_tag
def histogram(bins: Sequence[Bin], chosen: Range) -> list[dict[str, Any]]:
    """The bars of a histogram, in the units of a 640 by 150 view box; those in the range `chosen`
    are marked.

    Coordinates are strings, so that no language turns their point into a comma.
    """
    tallest = max((each.number for each in bins), default=0) or 1
    width = WIDTH / max(len(bins), 1)
    return [
        {
            "least": each.least,
            "most": each.most,
            "number": each.number,
            "chosen": chosen.has(each),
            "x": f"{place * width + 1:.1f}",
            "width": f"{width - 2:.1f}",
            "middle": f"{(place + 0.5) * width:.1f}",
            **_column(each.number / tallest),
        }
        for place, each in enumerate(bins)
    ]


def _column(share: float) -> dict[str, str]:
    height = share * (HEIGHT - HEADROOM)
    top = HEIGHT - height
    return {"y": f"{top:.1f}", "height": f"{height:.1f}", "label_y": f"{top - 4:.1f}"}


@register.inclusion_tag("desk/_plot.html")
def plot(name: str, table: Table) -> dict[str, Any]:
    """The plot of a statistics table: lines over days, bars for everything else."""
    if name in LINES:
        return {"title": table.title, **_lines(table, *LINES[name])}
    return {"title": table.title, **_bars(table, *BARS[name])}


@register.inclusion_tag("desk/_plot.html")
def daily(effect: Effect) -> dict[str, Any]:
    """The plot of what a clause flags: a bar for each day, with a part for each verdict."""
    total = effect.total
    return {
        "title": _(
            "Flagged per day under “%(quote)s”: %(queue)d sent to review, %(hold)d hidden, "
            "%(remove)d removed"
        )
        % {
            "quote": effect.clause.quote,
            "queue": total.queue,
            "hold": total.hold,
            "remove": total.remove,
        },
        **_stacks(effect.days),
    }


@register.filter
def columns(row: Mapping[str, Any], table: Table) -> list[Any]:
    """The cells of a row in the order of the table's columns: a name, then numbers."""
    return ["–" if row[name] is None else row[name] for name in table.columns]


def _lines(table: Table, across: str, series: Sequence[str]) -> dict[str, Any]:
    rows = table.rows
    tallest = max((row[name] for row in rows for name in series), default=0) or 1
    top = _round_up(tallest)
    step = (WIDTH - LEFT) / max(len(rows) - 1, 1)

    def point(place: int, value: int) -> str:
        return f"{LEFT + place * step:.1f},{BASE - (BASE - HEADROOM) * value / top:.1f}"

    return {
        "height": PLOT_HEIGHT,
        "left": LEFT,
        "lines": [
            {
                "series": css,
                "points": " ".join(point(place, row[name]) for place, row in enumerate(rows)),
            }
            for css, name in zip(SERIES, series, strict=False)
        ],
        "legend": [
            {"series": css, "label": table.columns[name]}
            for css, name in zip(SERIES, series, strict=False)
        ],
        "grid": [_gridline(share / GRID, top) for share in range(GRID + 1)],
        "ticks": [
            {
                "x": f"{LEFT + place * step:.1f}",
                "y": PLOT_HEIGHT - 6,
                "label": date_format(rows[place][across], "MONTH_DAY_FORMAT"),
            }
            for place in range(len(rows) // TICKS // 2, len(rows), max(len(rows) // TICKS, 1))
        ],
    }


def _bars(table: Table, label: str, value: str) -> dict[str, Any]:
    rows = [row for row in table.rows if row[value] is not None][:BARS_SHOWN]
    longest = max((row[value] for row in rows), default=0) or 1
    room = WIDTH - NAMES - 60
    return {
        "height": max(len(rows) * ROW, ROW),
        "bars": [
            {
                "series": "first",
                "x": NAMES,
                "y": place * ROW + 4,
                "width": f"{room * row[value] / longest:.1f}",
                "height": ROW - 8,
                "label": Truncator(str(row[label])).chars(28),
                "anchor": "bar-label",
                "label_x": NAMES - 8,
                "label_y": f"{place * ROW + ROW / 2 + 4:.0f}",
                "value": str(row[value]),
                "value_anchor": "start",
                "value_x": f"{NAMES + room * row[value] / longest + 6:.1f}",
                "value_y": f"{place * ROW + ROW / 2 + 4:.0f}",
            }
            for place, row in enumerate(rows)
        ],
    }


def _stacks(days: Sequence[Day]) -> dict[str, Any]:
    top = _round_up(max(own.queue + own.hold + own.remove for own in days))
    step = (WIDTH - LEFT) / len(days)
    bars = []
    for place, own in enumerate(days):
        y = float(BASE)
        for verdict in VERDICTS:
            height = (BASE - HEADROOM) * getattr(own, verdict.value) / top
            y -= height
            bars.append(
                {
                    "series": verdict.value,
                    "x": f"{LEFT + place * step + 1:.1f}",
                    "y": f"{y:.1f}",
                    "width": f"{step - 2:.1f}",
                    "height": f"{height:.1f}",
                }
            )
    return {
        "height": PLOT_HEIGHT,
        "left": LEFT,
        "bars": bars,
        "legend": [{"series": verdict.value, "label": verdict.label} for verdict in VERDICTS],
        "grid": [_gridline(share / GRID, top) for share in range(GRID + 1)],
        "ticks": [
            {
                "x": f"{LEFT + (place + 0.5) * step:.1f}",
                "y": PLOT_HEIGHT - 6,
                "label": date_format(days[place].day, "MONTH_DAY_FORMAT"),
            }
            for place in range(len(days) // TICKS // 2, len(days), max(len(days) // TICKS, 1))
        ],
    }


def _gridline(share: float, top: int) -> dict[str, Any]:
    y = BASE - (BASE - HEADROOM) * share
    return {
        "y": f"{y:.1f}",
        "label_x": LEFT - 6,
        "label_y": f"{y + 4:.1f}",
        "label": f"{top * share:g}",
    }


def _round_up(value: int) -> int:
    """The next figure that divides into four readable grid lines."""
    step = 4
    while step < value:
        step *= 5 if str(step)[0] == "4" else 2
    return step
