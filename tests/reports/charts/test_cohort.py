"""The pictures of a cohort."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.reports.charts.cohort import Measured, course, stacked

CUTS = {"foundation": -1.0, "practitioner": 0.0, "architect": 1.0}
DAY = datetime(2026, 3, 2, tzinfo=UTC)


def test_a_bar_is_divided_as_its_groups_are() -> None:
    first, second = stacked([5, 15])
    assert (first.left, first.width, first.middle) == (0, 25, 12.5)
    assert (second.left, second.width, second.middle) == (25, 75, 62.5)


@given(st.lists(st.integers(1, 500), min_size=1, max_size=5))
def test_the_parts_of_a_bar_fill_it(sizes: list[int]) -> None:
    parts = stacked(sizes)
    assert sum(part.width for part in parts) == pytest.approx(100, abs=0.05)
    for left, right in pairwise(parts):
        assert left.left + left.width == pytest.approx(right.left, abs=0.02)


def test_a_bar_needs_somebody() -> None:
    with pytest.raises(ValueError, match="somebody"):
        stacked([])


def test_a_course_goes_from_left_to_right_and_up_with_ability() -> None:
    means = [Measured(DAY + timedelta(days=day), day / 40, 0.1) for day in (0, 10, 30)]
    picture = course(means, CUTS)
    assert [mark.x for mark in picture.marks] == [6, pytest.approx(35.33), 94]
    assert picture.marks[0].y > picture.marks[1].y > picture.marks[2].y
    assert all(mark.top < mark.y < mark.bottom for mark in picture.marks), picture.marks
    assert [(one.x, other.x) for one, other in picture.lines] == [(6, 35.33), (35.33, 94)]
    assert picture.edges == (75, 50, 25)


def test_one_mean_stands_in_the_middle_without_a_line() -> None:
    picture = course([Measured(DAY, 0.0, 0.0)], CUTS)
    assert [(mark.x, mark.y) for mark in picture.marks] == [(50, 50)]
    assert picture.lines == ()


def test_the_interval_is_that_of_90_percent() -> None:
    low, high = Measured(DAY, 1.0, 0.5).interval
    assert (low, high) == (pytest.approx(1 - 0.8224, abs=1e-4), pytest.approx(1 + 0.8224, abs=1e-4))
