"""The geometry of a trend: one point an attempt with its interval, over the bands of the drawn scale."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320.0, 116.0
# The names of the bands stand at the left; the points keep off every edge, so that nothing is cut off.
_LEFT, _RIGHT, _TOP, _BOTTOM = 112.0, 308.0, 4.0, 112.0
# The baseline of a name above the middle of its band, for letters of eleven.
_DROP = 4.0
# More points than these would touch each other.
MOST = 12


@dataclass(frozen=True, slots=True)
class Estimate:
    """One estimate and its interval, as places on the drawn scale in percent."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One estimate in the picture."""

    x: float
    y: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Stripe:
    """One band: its number from the bottom, its place and height, the baseline of its name."""

    number: int
    y: float
    height: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Trend:
    """Everything that is drawn; ``path`` joins the marks."""

    width: float
    height: float
    stripes: tuple[Stripe, ...]
    marks: tuple[Mark, ...]
    path: str


def trend(estimates: Sequence[Estimate], bands: int) -> Trend:
    """The newest of `estimates`, oldest first, over `bands` bands of equal height; the lowest band is at the bottom."""
    shown = estimates[-MOST:]
    step = (_RIGHT - _LEFT) / max(1, len(shown) - 1)
    marks = tuple(
        Mark(round(_LEFT + i * step, 2), _height(one.middle), _height(one.high), _height(one.low))
        for i, one in enumerate(shown)
    )
    height = (_BOTTOM - _TOP) / bands
    stripes = tuple(
        Stripe(
            i, round(_BOTTOM - (i + 1) * height, 2), round(height, 2), round(_BOTTOM - (i + 0.5) * height + _DROP, 2)
        )
        for i in range(bands)
    )
    path = "M" + " L".join(f"{mark.x} {mark.y}" for mark in marks) if marks else ""
    return Trend(WIDTH, HEIGHT, stripes, marks, path)


def _height(percent: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * percent / 100.0, 2)
