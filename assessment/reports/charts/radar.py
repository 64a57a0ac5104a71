"""The geometry of a radar: axes around a centre, rings at the band edges, labels that stay inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin

from assessment.reports.charts.text import text_width, wrap

_GAP = 8.0
_LEADING = 1.2
# Room between two labels of one side.
_BETWEEN = 3.0


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: its label and two values from 0 to 100, None where there is none."""

    label: str
    measured: float | None = None
    claimed: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the picture."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight line."""

    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a label and its baseline."""

    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Label:
    """A label in lines; ``anchor`` is start, middle or end, seen from ``x``; ``width`` bounds its lines."""

    x: float
    anchor: str
    lines: tuple[Line, ...]
    width: float

    @property
    def left(self) -> float:
        """The left edge that its lines never pass."""
        return self.x - {"start": 0.0, "middle": self.width / 2, "end": self.width}[self.anchor]

    @property
    def right(self) -> float:
        """The right edge that its lines never pass."""
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class Radar:
    """Everything that is drawn; all lengths in the unit of ``width`` and ``height``."""

    width: float
    height: float
    size: float
    centre: Point
    rings: tuple[float, ...]
    spokes: tuple[Point, ...]
    labels: tuple[Label, ...]
    measured: tuple[Point, ...]
    measured_lines: tuple[Segment, ...]
    claimed: tuple[Point, ...]
    claimed_lines: tuple[Segment, ...]


def radar(axes: Sequence[Axis], rings: Sequence[float], radius: float, label_width: float, size: float) -> Radar:
    """A radar with `radius` and font size `size`; labels are wrapped to `label_width`.

    `rings` are values from 0 to 100, drawn as circles. The first axis points up, the others follow
    clockwise. Lines join neighbours that both have a value: over a gap there is nothing to say. The
    picture is made as high and as wide as its labels need. Raises ValueError for fewer than three axes.
    """
    if len(axes) < 3:
        raise ValueError("a radar needs at least three axes")
    wrapped = [wrap(axis.label, size, label_width) for axis in axes]
    angles = [2 * pi * i / len(axes) - pi / 2 for i in range(len(axes))]
    labels = _apart([_label(lines, angle, radius, size) for lines, angle in zip(wrapped, angles, strict=True)], size)
    left = min(-radius, *(label.left for label in labels)) - 2
    right = max(radius, *(label.right for label in labels)) + 2
    top = min(-radius, *(_top(label, size) for label in labels)) - 2
    bottom = max(radius, *(_bottom(label, size) for label in labels)) + 2
    half = max(-left, right)  # the same on both sides keeps the centre in the middle
    centre = Point(round(half, 2), round(-top, 2))
    measured = [_place(axis.measured, angle, radius, centre) for axis, angle in zip(axes, angles, strict=True)]
    claimed = [_place(axis.claimed, angle, radius, centre) for axis, angle in zip(axes, angles, strict=True)]
    return Radar(
        width=round(2 * half, 2),
        height=round(bottom - top, 2),
        size=size,
        centre=centre,
        rings=tuple(round(radius * ring / 100, 2) for ring in rings),
        spokes=tuple(_on_circle(angle, radius, centre) for angle in angles),
        labels=tuple(_moved(label, centre) for label in labels),
        measured=tuple(point for point in measured if point),
        measured_lines=_joined(measured),
        claimed=tuple(point for point in claimed if point),
        claimed_lines=_joined(claimed),
    )


def _on_circle(angle: float, radius: float, centre: Point) -> Point:
    return Point(round(centre.x + radius * cos(angle), 2), round(centre.y + radius * sin(angle), 2))


def _place(value: float | None, angle: float, radius: float, centre: Point) -> Point | None:
    return None if value is None else _on_circle(angle, radius * min(100.0, max(0.0, value)) / 100, centre)


def _joined(points: Sequence[Point | None]) -> tuple[Segment, ...]:
    """Lines between neighbours, the last and the first being neighbours."""
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return tuple(Segment(one, other) for one, other in pairs if one and other)


def _label(lines: Sequence[str], angle: float, radius: float, size: float) -> Label:
    """A label outside the circle, seen from the centre at (0, 0)."""
    x, y = (radius + _GAP) * cos(angle), (radius + _GAP) * sin(angle)
    side = round(cos(angle), 6)
    anchor = "middle" if side == 0 else "start" if side > 0 else "end"
    height = len(lines) * size * _LEADING
    # At the top a label stands on the circle, at the bottom it hangs from it, between it slides.
    first = y + size * 0.8 - height * (1 - sin(angle)) / 2
    placed = tuple(Line(text, first + i * size * _LEADING) for i, text in enumerate(lines))
    return Label(x, anchor, placed, max((text_width(text, size) for text in lines), default=0.0))


def _apart(labels: Sequence[Label], size: float) -> list[Label]:
    """The labels without overlaps: on each side, those above the middle go up and those below it down."""
    moved = list(labels)
    for anchor in ("start", "end"):
        side = sorted(
            (i for i, label in enumerate(labels) if label.anchor == anchor), key=lambda i: _top(labels[i], size)
        )
        middle = len(side) // 2
        for above, below in pairwise(side[middle:]):
            distance = _bottom(moved[above], size) + _BETWEEN - _top(moved[below], size)
            moved[below] = _moved(moved[below], Point(0.0, max(0.0, distance)))
        for below, above in pairwise(side[middle::-1]):
            distance = _bottom(moved[above], size) + _BETWEEN - _top(moved[below], size)
            moved[above] = _moved(moved[above], Point(0.0, -max(0.0, distance)))
    return moved


def _top(label: Label, size: float) -> float:
    return label.lines[0].y - size if label.lines else 0.0


def _bottom(label: Label, size: float) -> float:
    return label.lines[-1].y + size * 0.35 if label.lines else 0.0


def _moved(label: Label, by: Point) -> Label:
    lines = tuple(Line(line.text, round(line.y + by.y, 2)) for line in label.lines)
    return Label(round(label.x + by.x, 2), label.anchor, lines, round(label.width, 2))
