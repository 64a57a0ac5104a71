"""Claims against measurements."""

from itertools import product

import pytest

from assessment.measurement.ability import Ability
from assessment.measurement.levels import BELOW, Band, band
from assessment.reports.rules.calibration import ENOUGH_ITEMS, VERDICTS, Calibration, calibrate
from assessment.values import LEVELS

ORDER = (BELOW, *LEVELS)
MIDDLE = Band("practitioner", "foundation", "practitioner")


@pytest.mark.parametrize(
    ("claimed", "verdict"),
    [(BELOW, "under"), ("foundation", "calibrated"), ("practitioner", "calibrated"), ("architect", "over")],
)
def test_a_claim_is_doubted_only_outside_the_touched_bands(claimed: str, verdict: str) -> None:
    assert calibrate(12, MIDDLE, claimed) == Calibration(verdict)


def test_the_interval_decides_and_not_the_level_alone() -> None:
    assert calibrate(12, Band("foundation", BELOW, "architect"), "architect").verdict == "calibrated"
    assert calibrate(12, Band("foundation", "foundation", "foundation"), "practitioner").verdict == "over"


def test_every_claim_against_every_interval_follows_the_order_of_levels() -> None:
    for low, high, claimed in product(ORDER, ORDER, ORDER):
        if ORDER.index(low) > ORDER.index(high):
            continue
        place = ORDER.index(claimed)
        expected = "over" if place > ORDER.index(high) else "under" if place < ORDER.index(low) else "calibrated"
        assert calibrate(8, Band(low, low, high), claimed).verdict == expected


@pytest.mark.parametrize(
    ("items", "measured", "claimed", "missing"),
    [
        (ENOUGH_ITEMS - 1, MIDDLE, "foundation", ("items",)),
        (0, None, "foundation", ("items",)),
        (ENOUGH_ITEMS, MIDDLE, None, ("claim",)),
        (3, MIDDLE, None, ("items", "claim")),
        (0, None, None, ("items", "claim")),
    ],
)
def test_it_says_what_is_missing_for_a_verdict(
    items: int, measured: Band | None, claimed: str | None, missing: tuple[str, ...]
) -> None:
    assert calibrate(items, measured, claimed) == Calibration("unknown", missing)


def test_eight_answers_are_enough() -> None:
    assert ENOUGH_ITEMS == 8
    assert calibrate(8, MIDDLE, "foundation").verdict == "calibrated"


def test_bands_of_an_ability_lead_to_a_verdict() -> None:
    cuts = {"foundation": -1.0, "practitioner": 0.0, "architect": 1.0}
    assert calibrate(20, band(Ability(1.8, 0.3, 20), cuts), "practitioner").verdict == "under"
    assert calibrate(20, band(Ability(1.2, 0.3, 20), cuts), "practitioner").verdict == "calibrated"


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        calibrate(12, MIDDLE, "expert")


def test_verdicts_are_these_four() -> None:
    assert set(VERDICTS) == {"calibrated", "under", "over", "unknown"}
