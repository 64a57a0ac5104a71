"""Does what somebody says of themselves agree with what was measured? Words for one competency."""

from dataclasses import dataclass

from assessment.measurement.levels import BELOW, Band
from assessment.values import LEVELS

# Twelve items leave an error of about 0.6 logits; below eight an interval says little beyond the prior.
ENOUGH_ITEMS = 8
CALIBRATED, UNDER, OVER, UNKNOWN = "calibrated", "under", "over", "unknown"
VERDICTS = (CALIBRATED, UNDER, OVER, UNKNOWN)
_ORDER = (BELOW, *LEVELS)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A verdict of VERDICTS and, where it is "unknown", what is missing: "items", "claim" or both."""

    verdict: str
    missing: tuple[str, ...] = ()


def calibrate(items: int, measured: Band | None, claimed: str | None) -> Calibration:
    """Compare a claimed level with the bands that the 90 % interval touches.

    `items` is the number of counted items behind `measured`, which is None where nothing was measured;
    `claimed` is "below" or a level, None where nothing was claimed. With fewer than eight items, or
    without a claim, there is not enough evidence. A claim inside the touched bands is calibrated, one
    above them claims too much, one below them too little: a claim is doubted only where chance does
    not explain the difference. Raises ValueError for an unknown level.
    """
    lacking = measured is None or items < ENOUGH_ITEMS
    missing = tuple(name for name, is_missing in (("items", lacking), ("claim", claimed is None)) if is_missing)
    if missing or measured is None or claimed is None:
        return Calibration(UNKNOWN, missing)
    place = _ORDER.index(claimed)
    if place > _ORDER.index(measured.highest):
        return Calibration(OVER)
    return Calibration(UNDER if place < _ORDER.index(measured.lowest) else CALIBRATED)
