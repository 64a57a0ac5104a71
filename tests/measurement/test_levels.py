"""Cuts and bands."""

from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measurement.ability import Ability
from assessment.measurement.levels import BELOW, TARGET, Band, BankItem, band, cut, cuts, level_of
from assessment.values import LEVELS

search = settings(max_examples=60, deadline=None)
CUTS = {"foundation": -1.0, "practitioner": 0.5, "architect": 2.0}


def items(level: st.SearchStrategy[str] = st.just("foundation")) -> st.SearchStrategy[list[BankItem]]:  # noqa: B008
    return st.lists(st.builds(BankItem, level, st.floats(-4, 4), st.floats(0, 0.5)), min_size=1, max_size=30)


def expected(theta: float, some: list[BankItem]) -> float:
    return sum(i.guess + (1 - i.guess) / (1 + exp(i.difficulty - theta)) for i in some) / len(some)


@search
@given(items())
def test_a_cut_is_where_the_expected_score_is_sixty_percent(some: list[BankItem]) -> None:
    assert TARGET == 0.6
    assert expected(cut(some), some) == pytest.approx(0.6, abs=1e-6)


def test_a_cut_of_equal_items_is_known() -> None:
    """Without guessing P = 0.6 lies at b + log(0.6 / 0.4)."""
    assert cut([BankItem("foundation", 1.0, 0.0)] * 3) == pytest.approx(1.405465, abs=1e-6)
    assert cut([BankItem("foundation", 1.0, 0.0)], target=0.5) == pytest.approx(1.0, abs=1e-6)


@search
@given(items(), st.floats(0, 2))
def test_harder_items_put_the_cut_higher(some: list[BankItem], harder: float) -> None:
    moved = [BankItem(i.level, i.difficulty + harder, i.guess) for i in some]
    assert cut(moved) == pytest.approx(cut(some) + harder, abs=1e-5)


def test_a_cut_needs_items() -> None:
    with pytest.raises(ValueError, match="at least one item"):
        cut([])


def test_a_cut_that_nobody_reaches_or_everybody_does_stays_in_the_range() -> None:
    assert cut([BankItem("foundation", 30.0, 0.0)]) == 8.0
    assert cut([BankItem("foundation", 0.0, 0.7)]) == -8.0


@search
@given(items(st.sampled_from(LEVELS)))
def test_cuts_never_fall_from_level_to_level(some: list[BankItem]) -> None:
    found = cuts(some)
    assert list(found) == [level for level in LEVELS if any(i.level == level for i in some)]
    assert list(found.values()) == sorted(found.values())
    for level, value in found.items():
        own = cut([i for i in some if i.level == level])
        lower = [cut([i for i in some if i.level == other]) for other in found if other <= level or other != level]
        assert value == own or value in lower


def test_a_lower_level_that_is_harder_lifts_the_next_cut() -> None:
    some = [BankItem("foundation", 2.0, 0.2), BankItem("practitioner", 0.0, 0.2), BankItem("architect", 3.0, 0.2)]
    found = cuts(some)
    assert found["practitioner"] == found["foundation"] == cut(some[:1])
    assert found["architect"] == cut(some[2:])


def test_a_bank_without_items_has_no_cuts() -> None:
    assert cuts([]) == {}


@pytest.mark.parametrize(
    ("theta", "level"),
    [
        (-9.0, BELOW),
        (-1.0000001, BELOW),
        (-1.0, "foundation"),
        (0.4999999, "foundation"),
        (0.5, "practitioner"),
        (1.9999999, "practitioner"),
        (2.0, "architect"),
        (9.0, "architect"),
    ],
)
def test_a_level_begins_at_its_cut(theta: float, level: str) -> None:
    assert level_of(theta, CUTS) == level


def test_levels_without_a_cut_are_passed_over() -> None:
    assert level_of(5.0, {"practitioner": 0.5}) == "practitioner"
    assert level_of(0.4, {"practitioner": 0.5}) == BELOW
    assert level_of(5.0, {}) == BELOW
    assert level_of(1.0, {"foundation": 1.0, "practitioner": 1.0}) == "practitioner"


@pytest.mark.parametrize(
    ("theta", "error", "found"),
    [
        (1.2, 0.1, Band("practitioner", "practitioner", "practitioner")),
        (0.6, 0.1, Band("practitioner", "foundation", "practitioner")),
        (1.2, 0.6, Band("practitioner", "foundation", "architect")),
        (-3.0, 0.5, Band(BELOW, BELOW, BELOW)),
        (0.5, 0.0, Band("practitioner", "practitioner", "practitioner")),
    ],
)
def test_a_band_is_clear_where_the_whole_interval_lies_in_it(theta: float, error: float, found: Band) -> None:
    result = band(Ability(theta, error, 10), CUTS)
    assert result == found
    assert result.clear is (found.lowest == found.highest)
