"""Every scoring policy, held to its results for ever: attempts pin their number."""

from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.scoring.policies import CURRENT, POLICIES, Score, change_is_meaningful, roll_up
from assessment.values import Mark

search = settings(max_examples=60, deadline=None)
# Marks and what each policy must give for them: points, maximum, share, standard error.
# Never change a row; a new policy gets a table of its own.
PINNED: dict[int, list[tuple[list[float], tuple[float, int, float, float]]]] = {
    1: [
        ([], (0.0, 0, 0.0, 0.0)),
        ([0.0], (0.0, 1, 0.0, 0.0)),
        ([1.0], (1.0, 1, 1.0, 0.0)),
        ([1.0, 0.0], (1.0, 2, 0.5, 0.3535533905932738)),
        ([1.0, 0.25, 0.0, 0.0], (1.25, 4, 0.3125, 0.23175620272173947)),
        ([1 / 3, 2 / 3, 1.0], (2.0, 3, 0.6666666666666666, 0.2721655269759087)),
        ([1.0] * 7 + [0.0] * 3, (7.0, 10, 0.7, 0.14491376746189438)),
        ([0.25] * 12, (3.0, 12, 0.25, 0.125)),
        ([1.0] * 12, (12.0, 12, 1.0, 0.0)),
    ]
}


def marks(scores: list[float]) -> list[Mark]:
    return [Mark(score, answered=True) for score in scores]


def score(share: float, error: float) -> Score:
    return Score(share * 10, 10, share, error)


def test_every_policy_is_held_to_its_results() -> None:
    assert set(POLICIES) == set(PINNED)
    assert max(PINNED) == CURRENT


@pytest.mark.parametrize(
    ("policy", "scores", "result"), [(number, *row) for number, rows in PINNED.items() for row in rows]
)
def test_a_policy_gives_what_it_always_gave(
    policy: int, scores: list[float], result: tuple[float, int, float, float]
) -> None:
    found = roll_up(marks(scores), policy)
    assert (found.points, found.maximum, found.share, found.standard_error) == pytest.approx(result, abs=1e-12)


@pytest.mark.parametrize("policy", [0, -1, max(POLICIES) + 1])
def test_an_unknown_policy_is_an_error(policy: int) -> None:
    with pytest.raises(KeyError):
        roll_up(marks([1.0]), policy)


def test_an_open_item_counts_as_one_without_points() -> None:
    open_item = Mark(0.0, answered=False)
    assert roll_up([Mark(1.0, True), open_item], 1) == roll_up(marks([1.0, 0.0]), 1)


@search
@given(st.lists(st.floats(0, 1), max_size=40))
def test_a_share_lies_between_0_and_1_and_so_does_its_error(scores: list[float]) -> None:
    found = roll_up(marks(scores), 1)
    assert 0 <= found.share <= 1 + 1e-12
    assert 0 <= found.standard_error <= 0.5
    assert found.points == pytest.approx(found.share * found.maximum)


@search
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.integers(0, 19), st.floats(0, 1))
def test_a_better_mark_never_lowers_the_share(scores: list[float], place: int, other: float) -> None:
    place %= len(scores)
    better = [max(s, other) if i == place else s for i, s in enumerate(scores)]
    assert roll_up(marks(better), 1).share >= roll_up(marks(scores), 1).share


@pytest.mark.parametrize(
    ("before", "after", "meaningful"),
    [
        (score(0.5, 0.1), score(0.5, 0.1), False),
        (score(0.5, 0.1), score(0.5 + 0.27, 0.1), False),
        (score(0.5, 0.1), score(0.5 + 0.29, 0.1), True),
        (score(0.5, 0.1), score(0.5 - 0.29, 0.1), True),
        (score(0.2, 0.0), score(0.2, 0.0), False),
        (score(0.2, 0.0), score(0.3, 0.0), True),
        (score(0.0, 0.0), score(0.5, 0.2), True),
        (score(0.0, 0.0), score(0.4, 0.2), False),
    ],
)
def test_a_change_is_meaningful_beyond_twice_its_error(before: Score, after: Score, meaningful: bool) -> None:
    assert change_is_meaningful(before, after) is meaningful
    assert change_is_meaningful(after, before) is meaningful


def test_the_threshold_for_equal_errors_is_the_blueprints() -> None:
    edge = 2 * sqrt(2) * 0.1
    assert not change_is_meaningful(score(0.5, 0.1), score(0.5 + edge - 1e-9, 0.1))
    assert change_is_meaningful(score(0.5, 0.1), score(0.5 + edge + 1e-9, 0.1))
