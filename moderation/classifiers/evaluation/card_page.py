"""Writes the card of a release as a page in Markdown with plots, for people to read."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from moderation.classifiers import whole_file
from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS
from moderation.classifiers.evaluation import metrics
from moderation.classifiers.evaluation.comparison import Interval, Measured
from moderation.classifiers.evaluation.model_card import LICENCES, LIMITS
from moderation.classifiers.evaluation.rendering import figure_class

Curves = Mapping[str, Sequence[tuple[float, float]]]

_WORST_GROUPS = 10
_FIGURES = {
    "AUC": metrics.auc,
    "average precision": metrics.average_precision,
    "recall where 2 % of the calm are flagged": lambda share, score: metrics.recall_at(
        0.02, share, score
    ),
    "calibration error": metrics.calibration_error,
}


def write_page(
    path: Path,
    *,
    domains: Mapping[str, Sequence[Measured]],
    data: Iterable[Mapping[str, Any]],
    noise: Curves,
    speed: Mapping[str, float],
) -> None:
    """Write the page to `path`, and its plots beside it.

    `domains` holds what each classifier makes of the comments of each domain, the release
    first; `data` says what was trained on, as a card does; `noise` is the recall kept by each
    classifier; `speed` is the last line of the benchmark, empty where it was not run. Raises
    MissingPlotterError without matplotlib.
    """
    release = next(iter(domains.values()))[0].name
    plots = path.with_suffix("")
    _plot_calibration(domains, Path(f"{plots}-calibration.svg"))
    _plot_lengths(domains, Path(f"{plots}-length.svg"))
    _plot_noise(noise, Path(f"{plots}-noise.svg"))
    parts = [
        f"# {release}\n\nWritten by `manage.py model_card`; nothing here is written by hand.",
        "## Limits\n\n" + "\n".join(f"- {limit}" for limit in LIMITS),
        *(_domain(name, measured) for name, measured in domains.items()),
        f"## Calibration\n\n![Share of readers against probability]({plots.name}-calibration.svg)",
        f"## Length\n\n![AUC by length of the comment]({plots.name}-length.svg)",
        f"## Mistyped words\n\n![Recall kept by share of mistyped words]({plots.name}-noise.svg)",
        *_groups(domains),
        _data(data),
        _speed(speed),
    ]
    with whole_file.opened(path) as file:
        file.write("\n\n".join(part for part in parts if part) + "\n")


def _domain(name: str, measured: Sequence[Measured]) -> str:
    texts = len(measured[0].corpus)
    lines = [f"## {name}: {texts:,} comments", "", "95 % intervals in brackets.", ""]
    lines += [
        _row(["", "", *(each.name for each in measured)]),
        _row(["---"] * (len(measured) + 2)),
    ]
    for attribute in COLUMNS:
        for title, of in _FIGURES.items():
            cells = [_interval(each.figure(attribute, of)) for each in measured]
            if cells[0] != "–":
                lines.append(_row([attribute.label, title, *cells]))
    return "\n".join(lines)


def _groups(domains: Mapping[str, Sequence[Measured]]) -> Iterable[str]:
    """Yield a table of the worst groups for each domain in which any is mentioned often."""
    for name, measured in domains.items():
        found = measured[0].groups(Attribute.TOXICITY)[:_WORST_GROUPS]
        if not found:
            continue
        head = ["group", "mentions", "subgroup AUC", "BPSN AUC", "BNSP AUC"]
        rows = [
            [group.term, f"{group.mentions:,}", *map(_number, aucs)]
            for group in found
            for aucs in [(group.subgroup, group.bpsn, group.bnsp)]
        ]
        lines = [_row(head), _row(["---"] * len(head)), *map(_row, rows)]
        yield f"## Groups in {name}, toxicity, worst first\n\n" + "\n".join(lines)


def _data(data: Iterable[Mapping[str, Any]]) -> str:
    lines = ["## Trained on", "", _row(["set", "comments", "weight", "licence"])]
    lines.append(_row(["---"] * 4))
    lines += [
        _row([str(each["name"]), f"{each['comments']:,}", str(each["weight"]),
              LICENCES.get(str(each["name"]), "see the catalogue")])
        for each in data
    ]  # fmt: skip
    return "\n".join(lines)


def _speed(speed: Mapping[str, float]) -> str:
    if not speed:
        return ""
    rows = [
        _row([name.replace("_", " "), f"{value:,.2f}"]) for name, value in speed.items() if value
    ]
    head = "## Speed and memory\n\nThe last line of `make bench-classifier`.\n\n"
    return head + "\n".join([_row(["figure", ""]), _row(["---", "---"]), *rows])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _interval(figure: Interval | None) -> str:
    if figure is None:
        return "–"
    return f"{_number(figure.value)} ({_number(figure.low)}–{_number(figure.high)})"


def _number(value: float) -> str:
    return "–" if value != value else f"{value:.3f}"  # noqa: PLR0124 -- NaN


def _plot_calibration(domains: Mapping[str, Sequence[Measured]], path: Path) -> None:
    figure = figure_class()(figsize=(4.5 * len(domains), 4.5), layout="constrained")
    axes = figure.subplots(1, len(domains), squeeze=False)[0]
    for place, (name, measured) in zip(axes, domains.items(), strict=True):
        place.plot([0, 1], [0, 1], color="gray", linewidth=0.8)
        for attribute in COLUMNS:
            pair = measured[0].pair(attribute)
            if pair is not None:
                points = metrics.calibration_curve(*pair)
                place.plot(*zip(*[p[:2] for p in points], strict=True), marker=".",
                           label=attribute.label)  # fmt: skip
        place.set(title=name, xlabel="mean probability", ylabel="share of readers",
                  xlim=(0, 1), ylim=(0, 1))  # fmt: skip
        place.legend()
    figure.savefig(path)


def _plot_lengths(domains: Mapping[str, Sequence[Measured]], path: Path) -> None:
    figure = figure_class()(figsize=(4.5 * len(domains), 4), layout="constrained")
    axes = figure.subplots(1, len(domains), squeeze=False)[0]
    for place, (name, measured) in zip(axes, domains.items(), strict=True):
        for each in measured:
            curve = each.by_length(Attribute.TOXICITY)
            if curve:
                place.plot(*zip(*curve, strict=True), marker="o", label=each.name)
        place.set(title=name, xscale="log", xlabel="characters, at most", ylabel="AUC of toxicity")
        place.legend()
    figure.savefig(path)


def _plot_noise(noise: Curves, path: Path) -> None:
    figure = figure_class()(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    for name, curve in noise.items():
        if curve:
            axes.plot(*zip(*curve, strict=True), marker="o", label=name)
    axes.set(
        xlabel="share of words that are mistyped", ylabel="recall of toxicity kept", ylim=(0, 1.1)
    )
    axes.legend()
    figure.savefig(path)
