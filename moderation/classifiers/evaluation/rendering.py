"""Renders figures as tables for the terminal and as one HTML page with plots."""

import base64
import importlib
import io
from html import escape
from pathlib import Path
from typing import Any

from rich.table import Table

from moderation.classifiers import whole_file
from moderation.classifiers.evaluation.figures import Figures

_COLUMNS = {
    "AUC": "auc",
    "AP": "average_precision",
    "recall at 1 % FP": "recall_at_1_percent",
    "at 5 %": "recall_at_5_percent",
    "at 10 %": "recall_at_10_percent",
    "FP at 0.5": "false_positives_at_half",
    "ECE": "calibration_error",
    "Brier skill": "brier_skill",
}
_PLOTS = {
    "Reliability": ("calibration_curve", "mean score", "share of readers"),
    "Precision and recall": ("precision_recall_curve", "recall", "precision"),
    "Review workload": ("workload_curve", "part of comments reviewed", "part of positives found"),
}


class MissingPlotterError(Exception):
    """matplotlib is not installed; the message says how to install it."""


def table(evaluation: Figures) -> Table:
    """Return the figures per attribute with their 95 % intervals."""
    result = Table(title=f"{evaluation['classifier']} on {evaluation['texts']:,} comments")
    for name in ("attribute", "positive", *_COLUMNS):
        result.add_column(name, justify="left" if name == "attribute" else "right")
    for attribute, figures in evaluation["attributes"].items():
        cells = [_interval(figures[key]) for key in _COLUMNS.values()]
        result.add_row(attribute, f"{figures['positive']:,} of {figures['texts']:,}", *cells)
    return result


def bias_table(evaluation: Figures) -> Table:
    """Return identity bias per attribute and the recall kept under each kind of evasion."""
    result = Table("measure", "value", title="Identity bias and evasion")
    for attribute, figures in evaluation["attributes"].items():
        bias = figures["identity"]
        for name in ("subgroup_auc", "bpsn_auc", "bnsp_auc", "largest_calibration_error"):
            result.add_row(f"{attribute}: {name.replace('_', ' ')}", _number(bias[name]))
    if "robustness" in evaluation:
        result.add_row(
            "toxicity: counterfactual flips", _number(evaluation["counterfactual_flips"])
        )
        for family, kept in evaluation["robustness"]["retention"].items():
            result.add_row(f"recall kept under {family}", _number(kept))
        added = evaluation["robustness"]["false_positives_by_lookalikes"]
        result.add_row("false positives added by look-alikes", _number(added))
    return result


def _interval(figure: dict[str, float]) -> str:
    return f"{_number(figure['value'])} [dim]({_number(figure['low'])}–{_number(figure['high'])})"


def _number(value: float) -> str:
    return "–" if value != value else f"{value:.3f}"  # noqa: PLR0124 -- NaN


def html(evaluation: Figures) -> str:
    """Return one self-contained page: the tables and a plot of each curve.

    Raises MissingPlotterError without matplotlib.
    """
    plots = [_plot(evaluation, title, curve, x, y) for title, (curve, x, y) in _PLOTS.items()]
    images = "\n".join(
        f'<img alt="{title}" src="data:image/png;base64,{image}">'
        for title, image in zip(_PLOTS, plots, strict=True)
    )
    tables = "\n".join(_html_table(made) for made in (table(evaluation), bias_table(evaluation)))
    title = escape(f"{evaluation['classifier']}: evaluation")
    return _PAGE.format(title=title, tables=tables, images=images)


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto }}
table {{ border-collapse: collapse; margin-bottom: 2rem }}
th, td {{ border-bottom: 1px solid #8888; padding: .25rem .75rem; text-align: right }}
th:first-child, td:first-child {{ text-align: left }}
img {{ max-width: 100%; background: white }}
</style>
<h1>{title}</h1>
{tables}
{images}
</html>
"""


def _html_table(made: Table) -> str:
    cells = [[column.header, *column.cells] for column in made.columns]
    rows = ["".join(f"<td>{_plain(cell)}</td>" for cell in row) for row in zip(*cells, strict=True)]
    head = rows[0].replace("td>", "th>")
    body = "".join(f"<tr>{row}</tr>" for row in rows[1:])
    return f"<h2>{escape(str(made.title))}</h2><table><tr>{head}</tr>{body}</table>"


def _plain(cell: Any) -> str:
    return escape(str(cell).replace("[dim]", ""))


def _plot(evaluation: Figures, title: str, curve: str, x: str, y: str) -> str:
    """Return a PNG of one curve per attribute, in base64."""
    figure = figure_class()(figsize=(7, 5), layout="constrained")
    axes = figure.subplots()
    for attribute, figures in evaluation["attributes"].items():
        points = figures.get(curve, [])
        axes.plot([p[0] for p in points], [p[1] for p in points], marker=".", label=attribute)
    axes.set(title=title, xlabel=x, ylabel=y, xlim=(0, 1), ylim=(0, 1.02))
    axes.legend()
    image = io.BytesIO()
    figure.savefig(image, format="png", dpi=110)
    return base64.b64encode(image.getvalue()).decode()


def figure_class() -> Any:
    try:
        return importlib.import_module("matplotlib.figure").Figure
    except ImportError as error:
        raise MissingPlotterError(
            "Plots need matplotlib. Run: pip install -r requirements-dev.txt"
        ) from error


def write_html(evaluation: Figures, path: Path) -> None:
    """Write the page to `path`."""
    with whole_file.opened(path) as file:
        file.write(html(evaluation))
