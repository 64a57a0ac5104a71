"""The trend: every point inside, higher is better, the newest twelve."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.reports.charts.trend import MOST, Estimate, trend

percent = st.floats(0, 100)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(percent, percent, percent).map(sorted), max_size=40), st.integers(1, 4))
def test_everything_stays_inside_and_in_order(values: list[list[float]], bands: int) -> None:
    shape = trend([Estimate(middle, low, high) for low, middle, high in values], bands)
    assert len(shape.marks) == min(MOST, len(values))
    for mark in shape.marks:
        assert 0 < mark.x < shape.width
        assert 0 <= mark.top <= mark.y <= mark.bottom <= shape.height
    assert [mark.x for mark in shape.marks] == sorted(mark.x for mark in shape.marks)
    assert len(shape.stripes) == bands


def test_a_higher_estimate_is_drawn_higher() -> None:
    low, high = trend([Estimate(20, 10, 30), Estimate(80, 70, 90)], 4).marks
    assert high.y < low.y


def test_the_newest_attempts_are_the_ones_that_are_drawn() -> None:
    shape = trend([Estimate(0, 0, 0)] * 5 + [Estimate(100, 100, 100)] * MOST, 4)
    assert {mark.y for mark in shape.marks} == {trend([Estimate(100, 100, 100)], 4).marks[0].y}


def test_the_stripes_fill_the_scale_from_the_bottom() -> None:
    stripes = trend([Estimate(0, 0, 0), Estimate(25, 25, 25)], 4).stripes
    marks = trend([Estimate(0, 0, 0), Estimate(25, 25, 25)], 4).marks
    assert [stripe.number for stripe in stripes] == [0, 1, 2, 3]
    assert stripes[0].y + stripes[0].height == marks[0].y
    assert stripes[0].y == marks[1].y
    assert all(stripe.y < stripe.baseline < stripe.y + stripe.height for stripe in stripes)


def test_no_attempts_draw_no_line() -> None:
    assert trend([], 4).path == ""
    assert trend([Estimate(50, 40, 60), Estimate(50, 40, 60)], 4).path.count("L") == 1
