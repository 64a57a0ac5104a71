"""The pictures of reports: places in percent and shapes, from values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.delivery.wording import BandView, band_views, level_name
from assessment.measurement.ability import Ability
from assessment.measurement.levels import BELOW
from assessment.measurement.scale import position, positions
from assessment.reports.charts.radar import Axis, Radar, radar
from assessment.reports.charts.trend import Estimate, Stripe, Trend, trend
from assessment.reports.rules.standing import Point, Standing
from assessment.values import LEVELS


@dataclass(frozen=True, slots=True)
class PlumbMark:
    """An ability with its interval on the drawn scale, in percent."""

    theta: float
    low: float
    width: float


@dataclass(frozen=True, slots=True)
class PlumbRow:
    """One row of the plumb-line picture: a competency, what is drawn and what is said."""

    code: str
    name: str
    mark: PlumbMark | None
    claim: float | None
    words: str
    verdict: str
    verdict_words: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlumbGroup:
    """The rows of one domain."""

    name: str
    rows: tuple[PlumbRow, ...]


@dataclass(frozen=True, slots=True)
class RadarView:
    """A radar and the width of window it is made for: wide (names) or narrow (codes)."""

    kind: str
    shape: Radar


@dataclass(frozen=True, slots=True)
class TrendView:
    """The trend of one competency; ``hidden`` attempts are older than what is drawn."""

    code: str
    name: str
    shape: Trend
    stripes: tuple[tuple[Stripe, str], ...]
    attempts: int
    hidden: int
    first_shown: Point
    last: Point


@dataclass(frozen=True, slots=True)
class StepView:
    """One next step as the page shows it; the address is empty where there is none to go to."""

    kind: str
    action: str
    reason: str
    gain: float
    url: str
    detail: str = ""


def plumb_mark(standing: Standing, cuts: Mapping[str, float]) -> PlumbMark | None:
    """The mark of a competency, None where nothing is measured."""
    if not standing.measured or not cuts:
        return None
    estimate = _estimate(standing.ability, cuts)
    return PlumbMark(estimate.middle, estimate.low, estimate.high - estimate.low)


def claim_place(place: float | None, cuts: Mapping[str, float]) -> float | None:
    """Where a claim stands on the scale; None where levels have no cut yet, because the scale then lacks bands."""
    return place if len(positions(cuts)) == len(LEVELS) else None


def radar_views(rows: Sequence[PlumbRow], cuts: Mapping[str, float]) -> tuple[RadarView, ...]:
    """The radar of `rows` for wide and for narrow windows; none for fewer than three rows."""
    if len(rows) < 3:
        return ()
    rings = (*positions(cuts).values(), 100.0)
    values = [(row.mark.theta if row.mark else None, row.claim) for row in rows]
    named = [Axis(row.name, *value) for row, value in zip(rows, values, strict=True)]
    coded = [Axis(row.code, *value) for row, value in zip(rows, values, strict=True)]
    return (
        RadarView("wide", radar(named, rings, radius=118, label_width=118, size=12.5)),
        RadarView("narrow", radar(coded, rings, radius=112, label_width=60, size=14)),
    )


def trend_view(code: str, name: str, points: Sequence[Point], cuts: Mapping[str, float]) -> TrendView:
    """The picture of one trend; `points` come oldest first."""
    shape = trend([_estimate(point.ability, cuts) for point in points], len(positions(cuts)) + 1)
    hidden = len(points) - len(shape.marks)
    names = [level_name(BELOW), *(band.name for band in band_views(cuts))]
    stripes = tuple(zip(shape.stripes, names, strict=True))
    return TrendView(code, name, shape, stripes, len(points), hidden, points[hidden], points[-1])


def scale_bands(cuts: Mapping[str, float]) -> tuple[BandView, ...]:
    """The bands that the rows are drawn on."""
    return band_views(cuts)


def _estimate(ability: Ability, cuts: Mapping[str, float]) -> Estimate:
    low, high = ability.interval
    return Estimate(
        round(position(ability.theta, cuts), 2), round(position(low, cuts), 2), round(position(high, cuts), 2)
    )
