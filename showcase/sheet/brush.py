"""Paths as SVG writes them, painted on a picture."""

import math
from collections.abc import Iterable
from itertools import pairwise

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from PIL import ImageDraw

from showcase.sheet.badge_shapes import Shape

Point = tuple[float, float]
STEPS = 16  # straight lines that stand for one curve


class LinesPen(BasePen):
    """Collects the lines of a path, curves as many short ones; whether each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[list[Point], bool]] = []

    def _moveTo(self, point):  # noqa: N802
        self.lines.append(([point], False))

    def _lineTo(self, point):  # noqa: N802
        self.lines[-1][0].append(point)

    def _curveToOne(self, one, two, end):  # noqa: N802
        start = self._getCurrentPoint()
        for step in range(1, STEPS + 1):
            t = step / STEPS
            weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
            points = (start, one, two, end)
            self._lineTo(
                tuple(sum(w * p[axis] for w, p in zip(weights, points, strict=True)) for axis in (0, 1))
            )

    def _closePath(self):  # noqa: N802
        points, _closed = self.lines[-1]
        self.lines[-1] = ([*points, points[0]], True)


def lines_of(d: str) -> list[tuple[list[Point], bool]]:
    """(points, whether it is closed) of each line of a path."""
    pen = LinesPen()
    parse_path(d, pen)
    return pen.lines


def paint(draw: ImageDraw.ImageDraw, shapes: Iterable[Shape], at: Point, scale: float) -> None:
    """The shapes on a picture, their field's corner `at`, `scale` pixels for one of its units."""
    for shape in shapes:
        for points, closed in lines_of(shape.d):
            placed = [
                (at[0] + (x + shape.at[0]) * scale, at[1] + (y + shape.at[1]) * scale) for x, y in points
            ]
            if shape.fill != "none":
                draw.polygon(placed, fill=shape.fill)
            if shape.stroke != "none":
                _stroke(draw, placed, shape, scale, closed)


def _stroke(draw: ImageDraw.ImageDraw, points: list[Point], shape: Shape, scale: float, closed: bool) -> None:
    width = max(1, round(shape.width * scale))
    for part in _dashed(points, shape.dashes, scale):
        draw.line(part, fill=shape.stroke, width=width, joint="curve")
        if shape.round_ends or closed:
            for x, y in (part[0], part[-1]):
                radius = width / 2
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=shape.stroke)


def _dashed(points: list[Point], dashes: str, scale: float) -> list[list[Point]]:
    """The line in its dashes, all of one length as long as the gaps; the whole line where it has none."""
    if not dashes:
        return [points]
    length = float(dashes.split()[0]) * scale
    parts: list[list[Point]] = []
    walked = 0.0
    for (x, y), (to_x, to_y) in pairwise(points):
        distance = math.hypot(to_x - x, to_y - y)
        steps = max(1, math.ceil(distance / (length / 4)))
        for step in range(steps):
            ends = [(x + (to_x - x) * k / steps, y + (to_y - y) * k / steps) for k in (step, step + 1)]
            if int(walked / length) % 2 == 0:
                if parts and parts[-1][-1] == ends[0]:
                    parts[-1].append(ends[1])
                else:
                    parts.append(ends)
            walked += distance / steps
    return parts
