"""Stated certainty against what came of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.measurement.certainty import CHANCES, Stated, brier, steps, wilson

answers = st.lists(st.builds(Stated, st.sampled_from(sorted(CHANCES)), st.floats(0, 1)), min_size=1, max_size=40)


def test_it_agrees_with_a_score_computed_by_hand() -> None:
    """(0.95 - 1)^2 = 0.0025, (0.75 - 0)^2 = 0.5625, (0.5 - 0.5)^2 = 0; the mean is 0.188333."""
    assert brier([Stated(3, 1.0), Stated(2, 0.0), Stated(1, 0.5)]) == pytest.approx(0.1883333333)


@given(answers)
def test_it_lies_between_0_and_1_and_order_does_not_matter(given_answers: list[Stated]) -> None:
    assert 0.0 <= brier(given_answers) <= 1.0
    assert brier(given_answers) == pytest.approx(brier(given_answers[::-1]))


@given(answers)
def test_the_steps_hold_every_answer_once(given_answers: list[Stated]) -> None:
    found = steps(given_answers)
    assert sum(step.answers for step in found) == len(given_answers)
    assert [step.certainty for step in found] == sorted({a.certainty for a in given_answers})
    assert all(step.low - 1e-9 <= step.observed <= step.high + 1e-9 for step in found)


def test_saying_sure_and_being_wrong_costs_more_than_saying_unsure() -> None:
    assert brier([Stated(3, 0.0)]) > brier([Stated(2, 0.0)]) > brier([Stated(1, 0.0)])
    assert brier([Stated(3, 1.0)]) < brier([Stated(2, 1.0)]) < brier([Stated(1, 1.0)])


def test_without_answers_there_is_no_score() -> None:
    with pytest.raises(ValueError, match="at least one"):
        brier([])
    assert steps([]) == []


@given(st.floats(0, 1), st.integers(1, 500))
def test_the_interval_holds_the_share_and_narrows_with_more_answers(share: float, size: int) -> None:
    low, high = wilson(share, size)
    assert 0.0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1.0
    wider_low, wider_high = wilson(share, max(1, size // 2))
    assert wider_high - wider_low >= high - low - 1e-9


def test_the_interval_agrees_with_values_computed_independently() -> None:
    """Wilson's formula solved as the roots of (p - s)^2 = z^2 p (1 - p) / n, for s = 0.8, n = 10."""
    z, s, n = 1.6448536269514722, 0.8, 10
    a, b, c = 1 + z * z / n, -(2 * s + z * z / n), s * s
    root = (b * b - 4 * a * c) ** 0.5
    assert wilson(s, n) == pytest.approx(((-b - root) / (2 * a), (-b + root) / (2 * a)))
