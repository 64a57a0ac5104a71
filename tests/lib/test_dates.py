"""Reading days that people type."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.lib.dates import read_day


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-05",
        "2026-11-5",
        "2026/11/5",
        "2026.11.05",
        " 2026-11-05 ",
        "2026年11月5日",
        "２０２６－１１－０５",
        "20261105",
    ],
)
def test_it_reads_a_day_with_the_year_first(typed: str) -> None:
    assert read_day(typed) == date(2026, 11, 5)


@pytest.mark.parametrize("typed", ["", "05/11/2026", "2026-02-30", "2026-13-01", "yesterday", "2026-11", "26-11-05"])
def test_it_refuses_what_nobody_can_tell(typed: str) -> None:
    assert read_day(typed) is None


@given(st.text())
def test_nothing_makes_it_fail(typed: str) -> None:
    read_day(typed)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_it_reads_what_it_would_write(day: date) -> None:
    assert read_day(day.isoformat()) == day
