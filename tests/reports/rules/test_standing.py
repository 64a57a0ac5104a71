"""Standings and trends from counted answers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measurement.ability import ScoredItem, estimate
from assessment.reports.rules.example import CUTS, example
from assessment.reports.rules.standing import Answer, standings, trends

DAY = datetime(2026, 11, 1, 12, tzinfo=UTC)
search = settings(max_examples=40, deadline=None)


def answer(competency: str, attempt: int, score: float = 1.0, difficulty: float = 0.0) -> Answer:
    item = ScoredItem(difficulty, 0.25, score)
    return Answer(competency, str(attempt), DAY + timedelta(days=attempt), item)


some_answers = st.lists(
    st.builds(
        answer, st.sampled_from(("C01", "C02")), st.integers(1, 4), st.sampled_from((0.0, 0.5, 1.0)), st.floats(-2, 2)
    ),
    max_size=30,
)


def test_every_competency_has_a_standing_and_an_unanswered_one_is_not_measured() -> None:
    found = standings(["C01", "C02"], [answer("C02", 1)] * 9, CUTS)
    assert [(s.competency, s.measured, s.ability.items) for s in found] == [("C01", False, 0), ("C02", True, 9)]
    assert found[1].ability.theta > 0


@search
@given(some_answers)
def test_a_standing_rests_on_its_own_answers_alone(answers: list[Answer]) -> None:
    for standing in standings(["C01", "C02"], answers, CUTS):
        own = [a.item for a in answers if a.competency == standing.competency]
        assert standing.ability.theta == pytest.approx(estimate(own).theta, abs=1e-9)
        assert standing.ability.items == len(own)


@search
@given(some_answers)
def test_a_trend_has_a_point_for_every_attempt_in_order(answers: list[Answer]) -> None:
    found = trends(answers, CUTS)
    for code in ("C01", "C02"):
        attempts = {a.attempt for a in answers if a.competency == code}
        assert (code in found) == (len(attempts) > 1)
        if code in found:
            assert {point.attempt for point in found[code]} == attempts
            dates = [point.submitted_at for point in found[code]]
            assert dates == sorted(dates)


def test_a_point_is_estimated_from_its_attempt_alone() -> None:
    (points,) = trends([*[answer("C01", 2, 1.0)] * 5, *[answer("C01", 1, 0.0)] * 5], CUTS).values()
    assert [point.ability.items for point in points] == [5, 5]
    assert points[0].ability.theta < 0 < points[1].ability.theta
    assert points[0].band.level == "below"


def test_the_example_shows_every_kind_of_row() -> None:
    from assessment.reports.rules.calibration import VERDICTS, calibrate

    found, claims = example([f"C{i:02}" for i in range(1, 13)], CUTS)
    verdicts = {
        calibrate(s.ability.items, s.band if s.measured else None, claims.get(s.competency, (None,))[0]).verdict
        for s in found
    }
    assert len(found) == 12
    assert verdicts == set(VERDICTS)
    assert all(0 < place < 100 for _level, place in claims.values())
