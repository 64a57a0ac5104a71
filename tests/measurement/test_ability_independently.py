"""Abilities against adaptive integration, up to a thousand answers; and what is shared between estimates."""

from collections.abc import Callable
from itertools import pairwise
from math import exp, log, pi, sqrt
from random import Random

import pytest

from assessment.measurement import ability
from assessment.measurement.ability import ScoredItem, estimate, expected_facility, probability

Curve = Callable[[float], float]


def simpson(f: Curve, low: float, high: float, error: float, depth: int = 40) -> float:
    """The integral of `f` by Simpson's rule, halved until both halves agree with the whole (Lyness 1969)."""

    def area(a: float, fa: float, fm: float, fb: float, b: float) -> float:
        return (b - a) / 6 * (fa + 4 * fm + fb)

    def refine(a: float, fa: float, fm: float, fb: float, b: float, whole: float, error: float, depth: int) -> float:
        m = (a + b) / 2
        left_middle, right_middle = f((a + m) / 2), f((m + b) / 2)
        left, right = area(a, fa, left_middle, fm, m), area(m, fm, right_middle, fb, b)
        difference = left + right - whole
        if depth == 0 or abs(difference) <= 15 * error:
            return left + right + difference / 15
        return refine(a, fa, left_middle, fm, m, left, error / 2, depth - 1) + refine(
            m, fm, right_middle, fb, b, right, error / 2, depth - 1
        )

    fa, fm, fb = f(low), f((low + high) / 2), f(high)
    return refine(low, fa, fm, fb, high, area(low, fa, fm, fb, high), error, depth)


def by_simpson(items: list[ScoredItem]) -> tuple[float, float]:
    """Mean and standard deviation of the posterior, item by item, over [-12, 12] in panels."""

    def log_density(theta: float) -> float:
        total = -theta * theta / 2
        for i in items:
            right = i.guess + (1 - i.guess) / (1 + exp(i.difficulty - theta))
            wrong = (1 - i.guess) / (1 + exp(theta - i.difficulty))
            total += i.score * log(right) + (1 - i.score) * log(wrong)
        return total

    edges = [-12 + 0.5 * i for i in range(49)]
    kept: dict[float, float] = {}

    def density(theta: float) -> float:
        if theta not in kept:
            kept[theta] = exp(log_density(theta) - top)
        return kept[theta]

    top = max(map(log_density, edges))
    panels = list(pairwise(edges))
    total, first, second = (
        sum(simpson(lambda t, k=power: density(t) * t**k, a, b, 1e-9) for a, b in panels) for power in range(3)
    )
    mean = first / total
    return mean, sqrt(second / total - mean * mean)


def answers(count: int, seed: int, kinds: int = 120) -> list[ScoredItem]:
    """Answers of somebody to `kinds` different items, some asked again, with partial credit."""
    chance = Random(seed)
    asked = [(round(chance.uniform(-3, 3), 1), chance.choice((0.0, 0.125, 0.2, 0.25))) for _ in range(kinds)]
    drawn = (chance.choice(asked) for _ in range(count))
    return [ScoredItem(b, g, chance.choice((0.0, 0.25, 1 / 3, 0.5, 1.0, 1.0))) for b, g in drawn]


def test_the_other_method_knows_integrals_that_have_a_formula() -> None:
    assert simpson(lambda t: exp(-t * t / 2), -12, 12, 1e-12) == pytest.approx(sqrt(2 * pi), rel=1e-10)
    assert simpson(lambda t: t**4, 0, 2, 1e-12) == pytest.approx(6.4)
    assert by_simpson([]) == pytest.approx((0, 1), abs=1e-8)


@pytest.mark.parametrize(("count", "seed"), [(1, 1), (7, 2), (12, 3), (40, 4), (250, 5), (1000, 6)])
def test_it_agrees_with_adaptive_simpson(count: int, seed: int) -> None:
    given = answers(count, seed)
    found = estimate(given)
    assert (found.theta, found.standard_error) == pytest.approx(by_simpson(given), abs=1e-4)
    assert found.items == count


def test_a_thousand_right_answers_to_hard_items_are_as_exact() -> None:
    given = [ScoredItem(3.0, 0.2, 1.0)] * 990 + [ScoredItem(2.5, 0.2, 0.5)] * 10
    found = estimate(given)
    assert (found.theta, found.standard_error) == pytest.approx(by_simpson(given), abs=1e-4)


def test_it_is_the_sum_over_single_answers() -> None:
    """Equal items are grouped; that must change nothing but the last digits."""
    given = answers(60, 9, kinds=5)
    logs = [
        -theta * theta / 2
        + sum(
            i.score * log(probability(theta, i.difficulty, i.guess))
            + (1 - i.score) * log(1 - probability(theta, i.difficulty, i.guess))
            for i in given
        )
        for theta in ability._NODES
    ]
    weights = [exp(value - max(logs)) for value in logs]
    mean = sum(w * t for w, t in zip(weights, ability._NODES, strict=True)) / sum(weights)
    assert estimate(given).theta == pytest.approx(mean, abs=1e-9)


def test_the_cost_follows_the_kinds_of_items_not_the_answers() -> None:
    ability._log_curves.cache_clear()
    estimate(answers(1000, 7, kinds=15))
    assert ability._log_curves.cache_info().misses <= 15
    estimate(answers(1000, 7, kinds=15))
    assert ability._log_curves.cache_info().misses <= 15


def test_kinds_of_items_are_not_mixed_up() -> None:
    easy, hard = [ScoredItem(-2.0, 0.25, 1.0)], [ScoredItem(2.0, 0.25, 1.0)]
    guessed = [ScoredItem(-2.0, 0.0, 1.0)]
    assert estimate(easy).theta < estimate(guessed).theta
    assert estimate(easy).theta < estimate(hard).theta


@pytest.mark.parametrize(("difficulty", "guess"), [(0.0, 0.0), (1.2, 0.25), (-2.5, 0.2), (4.0, 0.0)])
def test_the_expected_facility_is_the_mean_over_the_prior(difficulty: float, guess: float) -> None:
    def weighted(theta: float) -> float:
        return probability(theta, difficulty, guess) * exp(-theta * theta / 2) / sqrt(2 * pi)

    assert expected_facility(difficulty, guess) == pytest.approx(simpson(weighted, -12, 12, 1e-10), abs=1e-6)


def test_half_of_people_spread_as_the_prior_solve_an_item_of_difficulty_zero() -> None:
    assert expected_facility(0.0, 0.0) == pytest.approx(0.5)
    assert expected_facility(0.0, 0.25) == pytest.approx(0.625)
