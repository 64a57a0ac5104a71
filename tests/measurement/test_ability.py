"""Abilities, against an integration by another method and by what must hold for any answers."""

from dataclasses import replace
from math import cos, exp, log, log1p, pi, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measurement.ability import Ability, ScoredItem, estimate, probability

search = settings(max_examples=60, deadline=None)


def item(difficulty: float = 0.0, score: float = 1.0, guess: float = 0.25) -> ScoredItem:
    return ScoredItem(difficulty, guess, score)


difficulties = st.floats(-4, 4)
items = st.builds(ScoredItem, difficulties, st.floats(0, 0.5), st.sampled_from((0.0, 0.25, 1 / 3, 0.5, 1.0)))
item_sets = st.lists(items, min_size=1, max_size=40)


def legendre(nodes: int) -> list[tuple[float, float]]:
    """Nodes and weights of Gauss-Legendre quadrature over [-1, 1], by Newton's method."""
    found = []
    for i in range(1, nodes + 1):
        x = cos(pi * (i - 0.25) / (nodes + 0.5))
        for _ in range(100):
            before, value = 1.0, x
            for k in range(2, nodes + 1):
                before, value = value, ((2 * k - 1) * x * value - (k - 1) * before) / k
            slope = nodes * (x * value - before) / (x * x - 1)
            step = value / slope
            x -= step
            if abs(step) < 1e-15:
                break
        found.append((x, 2 / ((1 - x * x) * slope * slope)))
    return found


# Panels of half a logit over [-14, 14], ten nodes each.
PANEL = 0.5
GRID = [
    (left + PANEL * (1 + x) / 2, weight * PANEL / 2)
    for left in (-14 + PANEL * i for i in range(56))
    for x, weight in legendre(10)
]


def log_likelihood(theta: float, answered: ScoredItem) -> float:
    """s log P + (1 - s) log(1 - P), written so that neither tail loses digits."""
    away = theta - answered.difficulty
    log_wrong = log(1 - answered.guess) - (away + log1p(exp(-away)) if away > 0 else log1p(exp(away)))
    log_right = log(1 - exp(log_wrong)) if log_wrong < -1e-9 else -exp(log_wrong)
    if answered.guess == 0:
        log_right = -(log1p(exp(-away)) if away > 0 else log1p(exp(away)) - away)
    return answered.score * log_right + (1 - answered.score) * log_wrong


def integrated(answers: list[ScoredItem]) -> tuple[float, float]:
    """Mean and standard deviation of the posterior under the standard normal prior."""
    logs = [-theta * theta / 2 + sum(log_likelihood(theta, a) for a in answers) for theta, _ in GRID]
    top = max(logs)
    density = [weight * exp(value - top) for value, (_, weight) in zip(logs, GRID, strict=True)]
    total = sum(density)
    mean = sum(d * theta for d, (theta, _) in zip(density, GRID, strict=True)) / total
    return mean, sqrt(sum(d * (theta - mean) ** 2 for d, (theta, _) in zip(density, GRID, strict=True)) / total)


def test_the_other_method_integrates_the_prior() -> None:
    assert sum(weight * exp(-theta * theta / 2) for theta, weight in GRID) == pytest.approx(sqrt(2 * pi), rel=1e-12)
    assert integrated([]) == pytest.approx((0, 1), abs=1e-10)


@search
@given(item_sets)
def test_it_agrees_with_another_integration(answers: list[ScoredItem]) -> None:
    mean, deviation = integrated(answers)
    found = estimate(answers)
    assert found.theta == pytest.approx(mean, abs=1e-4)
    assert found.standard_error == pytest.approx(deviation, abs=1e-4)
    assert found.items == len(answers)


@pytest.mark.parametrize(
    "answers",
    [
        [item(3.5, 1.0, 0.0)] * 60,
        [item(-3.5, 0.0, 0.0)] * 60,
        [item(4.0, 1.0, 0.0)] * 40,
        [item(-4.0, 0.0, 0.5)] * 40,
        [item(0.3, 0.5, 0.2)] * 120,
    ],
)
def test_it_agrees_far_from_the_prior_too(answers: list[ScoredItem]) -> None:
    found = estimate(answers)
    assert (found.theta, found.standard_error) == pytest.approx(integrated(answers), abs=1e-4)


def test_no_items_give_the_prior() -> None:
    found = estimate([])
    assert found.theta == pytest.approx(0, abs=1e-9)
    assert found.standard_error == pytest.approx(1, abs=1e-6)
    assert found.items == 0


@search
@given(item_sets, st.integers(0, 39), st.floats(0, 1))
def test_a_higher_score_never_gives_a_lower_ability(answers: list[ScoredItem], place: int, score: float) -> None:
    place %= len(answers)
    other = [replace(a, score=score) if i == place else a for i, a in enumerate(answers)]
    low, high = sorted((answers, other), key=lambda some: some[place].score)
    assert estimate(low).theta <= estimate(high).theta + 1e-9


@search
@given(item_sets)
def test_the_order_of_items_moves_nothing(answers: list[ScoredItem]) -> None:
    found, turned = estimate(answers), estimate(answers[::-1])
    assert (found.theta, found.standard_error) == pytest.approx((turned.theta, turned.standard_error), abs=1e-9)


@search
@given(st.lists(st.builds(ScoredItem, difficulties, st.just(0.0), st.floats(0, 1)), min_size=1, max_size=20))
def test_answers_that_nobody_can_guess_tell_more_than_none(answers: list[ScoredItem]) -> None:
    assert estimate(answers).standard_error < 1


def test_the_error_shrinks_with_every_further_round() -> None:
    one_round = [item(b, s) for b, s in ((-1.5, 1), (-0.5, 1), (0, 0), (0.4, 1), (1, 0.5), (1.8, 0))]
    errors = [estimate(one_round * rounds).standard_error for rounds in range(9)]
    assert errors == sorted(errors, reverse=True)
    # Four times the answers halve the error, nearly: the prior counts for a little.
    many, four_times = (estimate(one_round * rounds).standard_error for rounds in (12, 48))
    assert four_times / many == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize(
    "wrong", [item(score=-0.01), item(score=1.01), item(guess=-0.01), item(guess=1.0), item(score=float("nan"))]
)
def test_it_refuses_scores_and_guess_levels_out_of_range(wrong: ScoredItem) -> None:
    with pytest.raises(ValueError, match="out of range"):
        estimate([item(), wrong])


@search
@given(difficulties, st.floats(0, 0.9), st.floats(-8, 8), st.floats(-8, 8))
def test_the_expected_score_rises_with_ability_from_the_guess_level(
    difficulty: float, guess: float, first: float, second: float
) -> None:
    low, high = sorted((first, second))
    assert guess <= probability(low, difficulty, guess) <= probability(high, difficulty, guess) <= 1
    assert probability(difficulty, difficulty, guess) == pytest.approx((1 + guess) / 2)


def test_the_interval_holds_nine_tenths_of_a_normal() -> None:
    low, high = Ability(1.0, 2.0, 5).interval
    assert (low, high) == pytest.approx((1 - 2 * 1.6448536, 1 + 2 * 1.6448536), abs=1e-6)
