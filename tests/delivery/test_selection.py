"""What a practice asks: what fits the wish, at random, without hints from one question to another."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.delivery.selection import SIZES, Known, Wish, draw, fitting, sizes

ONE = Known(1, "C01", "foundation", ("numeric",))
TESTLET = Known(2, "C01", "architect", ("single_choice", "numeric"), seen=True, wrong=True)
OTHER = Known(3, "C02", "architect", ("ordering",), seen=True)
ALL = [ONE, TESTLET, OTHER]


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        (Wish(), [1, 2, 3]),
        (Wish(competency="C01"), [1, 2]),
        (Wish(level="architect"), [2, 3]),
        (Wish(kind="numeric"), [1, 2]),
        (Wish(kind="single_choice"), [2]),
        (Wish(only="unseen"), [1]),
        (Wish(only="wrong"), [2]),
        (Wish("C02", "architect", "ordering"), [3]),
        (Wish("C02", "foundation"), []),
        (Wish("C01", only="wrong", level="foundation"), []),
    ],
)
def test_every_field_of_a_wish_narrows_the_choice(wish: Wish, found: list[int]) -> None:
    assert [question.question_id for question in fitting(ALL, wish)] == found


questions = st.lists(
    st.builds(Known, st.integers(0, 60), st.just("C01"), st.just("foundation"), st.just(("numeric",)),
              enemies=st.frozensets(st.integers(0, 60), max_size=2)),
    unique_by=lambda question: question.question_id, max_size=30,
)  # fmt: skip


@given(questions, st.integers(1, 20), st.integers())
def test_a_draw_has_the_size_asked_for_and_nothing_twice_and_is_the_same_for_the_same_seed(
    known: list[Known], size: int, seed: int
) -> None:
    drawn = draw(known, size, Random(seed))
    assert len(drawn) == len(set(drawn)) == min(size, len(known))
    assert set(drawn) <= {question.question_id for question in known}
    assert draw(known[::-1], size, Random(seed)) == drawn


@given(questions, st.integers(1, 20), st.integers())
def test_enemies_meet_only_where_there_are_not_enough_others(known: list[Known], size: int, seed: int) -> None:
    by_id = {question.question_id: question for question in known}
    drawn = draw(known, size, Random(seed))

    def meet(one: int, other: int) -> bool:
        return one in by_id[other].enemies or other in by_id[one].enemies

    hostile = [pair for pair in combinations(drawn, 2) if meet(*pair)]
    peaceful = [pk for place, pk in enumerate(drawn) if not any(meet(pk, other) for other in drawn[:place])]
    if hostile:
        # Whoever was left out would have met somebody as well.
        assert all(any(meet(pk, other) for other in peaceful) for pk in by_id.keys() - set(drawn))


def test_every_question_can_be_drawn() -> None:
    known = [Known(number, "C01", "foundation", ("numeric",)) for number in range(10)]
    assert {pk for seed in range(60) for pk in draw(known, 3, Random(seed))} == set(range(10))


@pytest.mark.parametrize(
    ("count", "found"),
    [
        (0, []),
        (1, [1]),
        (4, [4]),
        (5, [5]),
        (7, [5, 7]),
        (10, [5, 10]),
        (12, [5, 10, 12]),
        (20, list(SIZES)),
        (99, list(SIZES)),
    ],
)
def test_as_many_can_be_asked_for_as_fit(count: int, found: list[int]) -> None:
    assert sizes(count) == found
