"""The shapes of the curve and of the Brier scores stay inside their pictures and in order."""

from hypothesis import given
from hypothesis import strategies as st

from assessment.measurement.certainty import CHANCES, Stated, steps
from assessment.reports.charts import certainty as charts

SHARES = st.lists(st.floats(0, 1), max_size=40)
ANSWERS = st.lists(st.builds(Stated, st.sampled_from(list(CHANCES)), st.floats(0, 1)), max_size=40)


@given(ANSWERS)
def test_the_curve_stays_inside_and_higher_shares_stand_higher(answers: list[Stated]) -> None:
    found = steps(answers)
    curve = charts.reliability(found)
    assert [mark.certainty for mark in curve.marks] == [step.certainty for step in found]
    for mark, step in zip(curve.marks, found, strict=True):
        assert 0 < mark.label < mark.top <= mark.y + 0.01
        assert mark.y <= mark.bottom + 0.01 < curve.height
        assert curve.left < mark.x < curve.right
        below = [other for other, s in zip(curve.marks, found, strict=True) if s.observed < step.observed]
        assert all(mark.y <= other.y for other in below)
    assert [x for _step, x in curve.places] == sorted(x for _step, x in curve.places)


def test_the_diagonal_is_where_certainty_fits() -> None:
    x1, y1, x2, y2 = charts.reliability([]).diagonal
    exact = charts.reliability(steps([Stated(2, 0.75)] * 4)).marks[0]
    assert abs((exact.y - y1) - (exact.x - x1) * (y2 - y1) / (x2 - x1)) < 0.05


@given(SHARES)
def test_the_newest_scores_are_drawn_and_less_stands_higher(scores: list[float]) -> None:
    worst = charts.bottom(scores)
    assert all(score <= worst for score in scores)
    shape = charts.brier_trend(scores, worst)
    shown = scores[-charts.MOST :]
    assert len(shape.points) == len(shown)
    assert [x for x, _y in shape.points] == sorted(x for x, _y in shape.points)
    for (x, y), score in zip(shape.points, shown, strict=True):
        assert shape.left < x < shape.width
        assert 0 < y < shape.height
        assert (y <= shape.lines[1].y) is (score <= charts.HALF) or abs(score - charts.HALF) < 0.001
