"""The reliability curve of confidences, drawn as SVG."""

from __future__ import annotations

from collections.abc import Mapping

from quoteattr.confidence import Reliability
from quoteattr.render.html import render

SIDE, LEFT, TOP = 360, 56, 40  # of the square, and its place on the sheet, in pixels
COLOURS = ("#b45309", "#1d4ed8", "#047857", "#7e22ce")  # told apart in print and by the colour-blind


def reliability_svg(curves: Mapping[str, Reliability]) -> str:
    """Return a picture of one or several curves: confidence against the share that was right, areas by quotes.

    Args:
        curves: At most four, by the name that the legend gives them.
    """
    shown = []
    for (name, curve), colour in zip(curves.items(), COLOURS, strict=False):
        most = max((b.quotes for b in curve.bins), default=1)
        points = [
            {
                "x": LEFT + b.confidence * SIDE,
                "y": TOP + (1 - b.right) * SIDE,
                "r": 3 + 9 * (b.quotes / most) ** 0.5,
                "told": f"{b.quotes} quotes of mean confidence {b.confidence:.2f}: {b.right:.2f} right",
            }
            for b in curve.bins
        ]
        shown.append({"name": name, "colour": colour, "points": points, "curve": curve})
    return render("reliability.svg.j2", curves=shown, side=SIDE, left=LEFT, top=TOP)
