"""A plot of old and new scores with their thresholds, as SVG: one panel for each proposal."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p
from xml.etree import ElementTree as ET

import numpy as np

from moderation.services.policy.old_scores.matching import Floats, Proposal

CELLS = 40
SIDE, LEFT, TOP, GAP = 320, 60, 50, 60
STYLE = (
    "text{font:13px sans-serif;fill:#222}.cell{fill:#1f5fa8}"
    ".frame{fill:none;stroke:#666}.threshold{stroke:#b3261e;stroke-dasharray:5 3}"
)


@dataclass(frozen=True, slots=True)
class Panel:
    """A proposal, and the scores that it was made from."""

    proposal: Proposal
    old_scores: Floats
    new_scores: Floats


def svg(panels: Sequence[Panel]) -> str:
    """The plot as a document of its own; how dark a cell is tells how many texts lie in it."""
    width, height = LEFT + len(panels) * (SIDE + GAP), TOP + SIDE + GAP
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": f"{width}",
            "height": f"{height}",
        },
    )
    ET.SubElement(root, "title").text = "Old and new scores of the same texts"
    ET.SubElement(root, "style").text = STYLE
    ET.SubElement(root, "rect", {"width": f"{width}", "height": f"{height}", "fill": "#fff"})
    for place, panel in enumerate(panels):
        x = LEFT + place * (SIDE + GAP)
        _draw(ET.SubElement(root, "g", {"transform": f"translate({x} {TOP})"}), panel)
    return ET.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _draw(group: ET.Element, panel: Panel) -> None:
    proposal = panel.proposal
    _text(group, 0, -28, f"{proposal.attribute.label}, {proposal.texts:,} texts")
    if proposal.threshold is not None:
        counted = f"both {proposal.both:,}, only old {proposal.only_old:,}"
        _text(group, 0, -10, f"{counted}, only new {proposal.only_new:,}")
    _draw_cells(group, panel)
    ET.SubElement(group, "rect", {"class": "frame", "width": f"{SIDE}", "height": f"{SIDE}"})
    _draw_thresholds(group, proposal)
    for share in (0.0, 0.5, 1.0):
        _text(group, share * SIDE - 8, SIDE + 16, f"{share:g}")
        _text(group, -28, (1 - share) * SIDE + 5, f"{share:g}")
    _text(group, SIDE / 2 - 30, SIDE + 36, "old score")
    turned = {"transform": f"translate(-40 {SIDE / 2 + 30}) rotate(-90)"}
    _text(ET.SubElement(group, "g", turned), 0, 0, "new score")


def _draw_cells(group: ET.Element, panel: Panel) -> None:
    within = [[0, 1], [0, 1]]
    counts, _, _ = np.histogram2d(panel.old_scores, panel.new_scores, bins=CELLS, range=within)
    most, size = log1p(counts.max()), SIDE / CELLS
    for column, row in np.argwhere(counts):
        cell = {
            "class": "cell",
            "x": f"{column * size:g}",
            "y": f"{SIDE - (row + 1) * size:g}",
            "width": f"{size:g}",
            "height": f"{size:g}",
            "opacity": f"{0.1 + 0.9 * log1p(counts[column, row]) / most:.2f}",
        }
        ET.SubElement(group, "rect", cell)


def _draw_thresholds(group: ET.Element, proposal: Proposal) -> None:
    x = proposal.old_threshold * SIDE
    _line(group, x, 0, x, SIDE)
    _text(group, min(x + 4, SIDE - 36), SIDE - 6, f"{proposal.old_threshold:g}")
    if proposal.threshold is not None:
        y = (1 - proposal.threshold) * SIDE
        _line(group, 0, y, SIDE, y)
        _text(group, 4, max(y - 5, 14), f"{proposal.threshold:g}")


def _line(group: ET.Element, x1: float, y1: float, x2: float, y2: float) -> None:
    places = zip(("x1", "y1", "x2", "y2"), (x1, y1, x2, y2), strict=True)
    ET.SubElement(group, "line", {"class": "threshold", **{n: f"{v:g}" for n, v in places}})


def _text(group: ET.Element, x: float, y: float, said: str) -> None:
    ET.SubElement(group, "text", {"x": f"{x:g}", "y": f"{y:g}"}).text = said
