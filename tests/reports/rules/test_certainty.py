"""What a curve of certainty says, and Brier scores by attempt."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.measurement.certainty import CHANCES, Stated, brier, steps
from assessment.reports.rules.calibration import ENOUGH_ITEMS
from assessment.reports.rules.certainty import FEW, FITS, LESS_SURE, SURER, Judged, brier_points, reading

START = datetime(2026, 10, 1, tzinfo=UTC)
STATED = st.builds(Stated, st.sampled_from(list(CHANCES)), st.sampled_from([0.0, 0.25, 0.5, 1.0]))
JUDGED = st.builds(
    lambda code, number, stated: Judged(code, f"a{number}", START + timedelta(days=number), stated),
    st.sampled_from(["C01", "C02", "C03"]), st.integers(0, 5), STATED,
)  # fmt: skip


def said(certainty: int, right: int, of: int) -> list[Stated]:
    return [Stated(certainty, float(i < right)) for i in range(of)]


@pytest.mark.parametrize(
    ("answers", "kind", "certainty"),
    [
        (said(3, 5, 7), FEW, None),
        (said(1, 3, 7) + said(2, 3, 7) + said(3, 0, 7), FEW, None),
        (said(3, 17, 24), SURER, 3),
        (said(3, 23, 24), FITS, 3),
        (said(1, 23, 24), LESS_SURE, 1),
        # Both lie outside; the greater distance speaks.
        (said(1, 24, 24) + said(3, 18, 24), LESS_SURE, 1),
        (said(1, 19, 24) + said(3, 8, 24), SURER, 3),
        # What fits does not hide what does not.
        (said(2, 18, 24) + said(3, 12, 24), SURER, 3),
        # Few answers of one step neither speak nor silence the others.
        (said(3, 0, 7) + said(2, 9, 12), FITS, 2),
    ],
)
def test_the_step_that_is_farthest_off_speaks(answers: list[Stated], kind: str, certainty: int | None) -> None:
    found = reading(steps(answers))
    assert (found.kind, found.step.certainty if found.step else None) == (kind, certainty)


@given(st.lists(STATED, max_size=80))
def test_a_verdict_rests_on_eight_answers_and_on_what_lies_outside_the_interval(answers: list[Stated]) -> None:
    found = reading(steps(answers))
    if found.kind == FEW:
        assert found.step is None
        assert all(step.answers < ENOUGH_ITEMS for step in steps(answers))
        return
    step = found.step
    assert step is not None
    assert step.answers >= ENOUGH_ITEMS
    inside = step.low <= step.stated <= step.high
    assert inside is (found.kind == FITS)
    if not inside:
        assert (step.stated > step.observed) is (found.kind == SURER)


@given(st.lists(JUDGED, max_size=60))
def test_brier_points_leave_no_answer_out_and_come_in_order(answers: list[Judged]) -> None:
    answers = sorted(answers, key=lambda one: one.submitted_at)
    found = brier_points(answers)
    assert list(found) == sorted({one.competency for one in answers})
    for code, points in found.items():
        mine = [one.stated for one in answers if one.competency == code]
        assert [p.submitted_at for p in points] == sorted(p.submitted_at for p in points)
        assert len({p.attempt for p in points}) == len(points)
        assert sum(p.answers for p in points) == len(mine)
        assert sum(p.brier * p.answers for p in points) / len(mine) == pytest.approx(brier(mine))
