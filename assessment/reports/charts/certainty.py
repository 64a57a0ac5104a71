"""The geometry of the reliability curve, and of a Brier score over time."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.measurement.certainty import CHANCES, Step

# Room for the labels of the shares at the left and for two lines under each step.
WIDTH, HEIGHT = 340.0, 262.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 48.0, 332.0, 10.0, 210.0
# The chances that the left and the right edge stand for: half of it is guessing between two.
_LOW, _HIGH = 0.4, 1.0
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)

TREND_WIDTH, TREND_HEIGHT = 320.0, 116.0
_TREND_LEFT, _TREND_RIGHT, _TREND_TOP, _TREND_BOTTOM = 44.0, 308.0, 8.0, 108.0
# More points than these would touch each other.
MOST = 12
# Whoever always says one half earns this; and what is drawn at the bottom of the picture.
HALF, WORST = 0.25, 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """A level line with the share that it stands for."""

    y: float
    share: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One step: where it is drawn, its interval, where its share is written, and where somebody exact would be."""

    certainty: int
    x: float
    y: float
    top: float
    bottom: float
    label_x: float
    ideal: float


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
            round(_across(step.stated) - 9.0, 2), _up(step.stated),
        )
        for step in steps
    )  # fmt: skip
    lines = tuple(Line(_up(share), share) for share in _SHARES)
    diagonal = (_across(_LOW), _up(_LOW), _across(_HIGH), _up(_HIGH))
    places = tuple((certainty, _across(chance)) for certainty, chance in CHANCES.items())
    path = _path([(mark.x, mark.y) for mark in marks])
    return Curve(WIDTH, HEIGHT, _LEFT, _RIGHT, lines, marks, path, diagonal, places)


def brier_trend(scores: Sequence[float]) -> Scores:
    """The newest of `scores`, oldest first; 0, which is best, is at the top."""
    shown = scores[-MOST:]
    step = (_TREND_RIGHT - _TREND_LEFT - 12.0) / max(1, len(shown) - 1)
    points = tuple((round(_TREND_LEFT + 12.0 + i * step, 2), _down(score)) for i, score in enumerate(shown))
    lines = tuple(Line(_down(score), score) for score in (0.0, HALF, WORST))
    return Scores(TREND_WIDTH, TREND_HEIGHT, _TREND_LEFT, points, _path(points), lines)


def _across(chance: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * (chance - _LOW) / (_HIGH - _LOW), 2)


def _up(share: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * share, 2)


def _down(score: float) -> float:
    return round(_TREND_TOP + (_TREND_BOTTOM - _TREND_TOP) * score / WORST, 2)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x} {y}" for x, y in points) if points else ""
