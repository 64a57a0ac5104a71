"""The pictures of a cohort: a bar of stacked groups, and a mean with its interval over time.

Positions are percentages of the width and, from the top, of the height of a picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise

from assessment.measurement.scale import position, positions

_NORMAL_90 = 1.6448536269514722
# Room at both ends of the time axis, so that the marks are not cut.
_MARGIN = 6.0


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar."""

    left: float
    width: float

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return round(self.left + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Measured:
    """A mean ability and its standard error, in logits, at one time."""

    at: datetime
    mean: float
    error: float

    @property
    def interval(self) -> tuple[float, float]:
        """The central 90 % interval of the mean, in logits."""
        return self.mean - _NORMAL_90 * self.error, self.mean + _NORMAL_90 * self.error


@dataclass(frozen=True, slots=True)
class Mark:
    """One mean in the picture: its place and the ends of its interval."""

    x: float
    y: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Course:
    """Marks in order of time, the lines between them as (from, to), and the cuts of the bands from the top."""

    marks: tuple[Mark, ...]
    lines: tuple[tuple[Mark, Mark], ...]
    edges: tuple[float, ...]


def stacked(sizes: Sequence[int]) -> tuple[Segment, ...]:
    """A bar whose parts are as wide as `sizes`; together they fill it. Raises ValueError without people."""
    total = sum(sizes)
    if total <= 0:
        raise ValueError("a bar needs somebody in it")
    starts = (0, *accumulate(sizes))
    return tuple(
        Segment(round(100 * start / total, 2), round(100 * size / total, 2))
        for start, size in zip(starts, sizes, strict=False)
    )


def course(measured: Sequence[Measured], cuts: Mapping[str, float]) -> Course:
    """The means over time, oldest first, on the scale that `cuts` (logits) divide."""
    times = [one.at.timestamp() for one in measured]
    marks = tuple(
        Mark(_along(time, times), *(_height(theta, cuts) for theta in (one.mean, *reversed(one.interval))))
        for time, one in zip(times, measured, strict=True)
    )
    edges = tuple(round(100 - left, 2) for left in positions(cuts).values())
    return Course(marks, tuple(pairwise(marks)), edges)


def _along(time: float, times: Sequence[float]) -> float:
    """The place of `time` between the first and the last one; in the middle where they are the same."""
    first, last = min(times), max(times)
    share = (time - first) / (last - first) if last > first else 0.5
    return round(_MARGIN + (100 - 2 * _MARGIN) * share, 2)


def _height(theta: float, cuts: Mapping[str, float]) -> float:
    return round(100 - position(theta, cuts), 2)
