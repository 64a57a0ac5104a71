"""The drawn scale: bands of one width, linear inside."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measurement.scale import position, positions
from assessment.values import LEVELS

search = settings(max_examples=60, deadline=None)
CUTS = {"foundation": -1.0, "practitioner": 0.5, "architect": 2.0}
thetas = st.floats(-10, 10)
level_cuts = st.lists(st.floats(-5, 5), min_size=1, max_size=3).map(
    lambda values: dict(zip(LEVELS, sorted(values), strict=False))
)


@search
@given(level_cuts, thetas, thetas)
def test_a_higher_ability_never_stands_further_left(cuts: dict[str, float], first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert 0 <= position(low, cuts) <= position(high, cuts) + 1e-9 <= 100 + 1e-9


@search
@given(level_cuts)
def test_a_cut_stands_at_the_edge_of_its_band(cuts: dict[str, float]) -> None:
    edges = positions(cuts)
    for level, value in cuts.items():
        highest = max(edges[other] for other in cuts if cuts[other] == value)
        assert position(value, cuts) == pytest.approx(highest)
        assert edges[level] <= highest


def test_all_bands_are_equally_wide() -> None:
    assert positions(CUTS) == {"foundation": 25, "practitioner": 50, "architect": 75}
    assert positions({"practitioner": 0.0}) == {"practitioner": 50}
    assert positions({}) == {}


@pytest.mark.parametrize(
    ("theta", "percent"),
    [(-9, 0), (-3, 0), (-2, 12.5), (-1, 25), (-0.25, 37.5), (0.5, 50), (1.25, 62.5), (3, 87.5), (4, 100), (9, 100)],
)
def test_it_is_linear_in_a_band_and_clamped_two_logits_outside(theta: float, percent: float) -> None:
    assert position(theta, CUTS) == pytest.approx(percent)


def test_without_cuts_everybody_stands_in_the_middle() -> None:
    assert position(3.0, {}) == 50
