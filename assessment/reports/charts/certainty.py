"""The geometry of the reliability curve, and of a Brier score over time."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.measurement.certainty import CHANCES, Step

# Room for the shares at the left, for two lines under each step, and for a share over an interval up to 100 %.
WIDTH, HEIGHT = 340.0, 272.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 48.0, 332.0, 22.0, 220.0
# The chances that the left and the right edge stand for: half of it is guessing between two.
_LOW, _HIGH = 0.4, 1.0
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)

TREND_WIDTH, TREND_HEIGHT = 320.0, 116.0
_TREND_LEFT, _TREND_RIGHT, _TREND_TOP, _TREND_BOTTOM = 44.0, 308.0, 8.0, 108.0
# More points than these would touch each other.
MOST = 12
# Whoever always says one half earns this.
HALF = 0.25


@dataclass(frozen=True, slots=True)
class Line:
    """A level line with the share that it stands for."""

    y: float
    share: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One step: where it is drawn, its interval, and the baseline of its share, over the interval."""

    certainty: int
    x: float
    y: float
    top: float
    bottom: float
    label: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Everything that is drawn; ``path`` joins the marks, the diagonal is where certainty fits.

    ``places`` says where each step of certainty stands, used or not.
    """

    width: float
    height: float
    left: float
    right: float
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    path: str
    diagonal: tuple[float, float, float, float]
    places: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """A Brier score over time: the places of the points, oldest first, and the line of one half."""

    width: float
    height: float
    left: float
    points: tuple[tuple[float, float], ...]
    path: str
    lines: tuple[Line, ...]


def reliability(steps: Sequence[Step]) -> Curve:
    """What was observed over what was stated; `steps` go from unsure to sure."""
    marks = tuple(
        Mark(
            step.certainty, _across(step.stated), _up(step.observed), _up(step.high), _up(step.low),
            round(_up(step.high) - 6.0, 2),
        )
        for step in steps
    )  # fmt: skip
    lines = tuple(Line(_up(share), share) for share in _SHARES)
    diagonal = (_across(_LOW), _up(_LOW), _across(_HIGH), _up(_HIGH))
    places = tuple((certainty, _across(chance)) for certainty, chance in CHANCES.items())
    path = _path([(mark.x, mark.y) for mark in marks])
    return Curve(WIDTH, HEIGHT, _LEFT, _RIGHT, lines, marks, path, diagonal, places)


def bottom(scores: Sequence[float]) -> float:
    """What the bottom of every picture stands for, the same for all: one half, or 1 where some score is worse."""
    return 1.0 if max(scores, default=0.0) > 0.5 else 0.5


def brier_trend(scores: Sequence[float], worst: float) -> Scores:
    """The newest of `scores`, oldest first; 0, which is best, is at the top and `worst` at the bottom."""
    shown = scores[-MOST:]
    step = (_TREND_RIGHT - _TREND_LEFT - 12.0) / max(1, len(shown) - 1)
    points = tuple((round(_TREND_LEFT + 12.0 + i * step, 2), _down(score, worst)) for i, score in enumerate(shown))
    lines = tuple(Line(_down(score, worst), score) for score in (0.0, HALF, worst))
    return Scores(TREND_WIDTH, TREND_HEIGHT, _TREND_LEFT, points, _path(points), lines)


def _across(chance: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * (chance - _LOW) / (_HIGH - _LOW), 2)


def _up(share: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * share, 2)


def _down(score: float, worst: float) -> float:
    return round(_TREND_TOP + (_TREND_BOTTOM - _TREND_TOP) * score / worst, 2)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x} {y}" for x, y in points) if points else ""
