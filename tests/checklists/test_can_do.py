"""The rule of self-ratings: levels claimed and the place on the drawn scale."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.checklists.can_do import CURRENT, RULES, Claimed, Rating, assess

NAMES = {"F1": "foundation", "F2": "foundation", "P1": "practitioner", "P2": "practitioner", "A1": "architect",
         "A2": "architect"}  # fmt: skip
VALUES = {"1": "1", "h": "0.5", "0": "0", "-": ""}


def ratings(values: str, competency: str = "C07") -> list[Rating]:
    return [
        Rating(f"{competency}-{name}", competency, level, VALUES[v])
        for (name, level), v in zip(NAMES.items(), values, strict=True)
    ]


def claim(values: str) -> Claimed:
    return assess(ratings(values))["C07"]


@pytest.mark.parametrize(
    ("values", "level", "position"),
    [
        ("000000", "below", 0),
        ("0-----", "below", 0),
        ("h0----", "below", 25 * (0.25 / 0.75)),
        ("1h----", "foundation", 25),  # a mean of 0.75 is enough
        ("11h0--", "foundation", 25 + 25 * (0.25 / 0.75)),
        ("1111--", "practitioner", 50),
        ("hh1111", "below", 25 * (0.5 / 0.75)),  # a higher level needs the lower ones
        ("1111h1", "architect", 75),
        ("111111", "architect", 100),
    ],
)
def test_what_is_claimed(values: str, level: str, position: float) -> None:
    found = claim(values)
    assert found.level == level
    assert found.position == pytest.approx(position)


def test_a_competency_nobody_rated_is_not_claimed_at_all() -> None:
    assert assess(ratings("------")) == {}
    assert list(assess([*ratings("------"), *ratings("0-----", "C08")])) == ["C08"]


def test_a_level_without_statements_stands_in_nobodys_way() -> None:
    assert assess([Rating("X-P1", "X", "practitioner", "1")])["X"].level == "architect"


def test_the_rules_are_numbered_and_the_first_is_this_one() -> None:
    assert RULES[CURRENT] is RULES[1] is assess


values_of_all = st.lists(st.sampled_from("1h0-"), min_size=6, max_size=6).map("".join)


@given(values_of_all)
def test_the_place_lies_in_the_band_of_the_level(values: str) -> None:
    for found in assess(ratings(values)).values():
        band = ("below", "foundation", "practitioner", "architect").index(found.level)
        assert 25 * band <= found.position <= 25 * (band + 1)


@given(values_of_all, st.integers(0, 5), st.sampled_from(["0h", "h1", "01", "-h", "-1"]))
def test_a_better_rating_never_moves_anything_down(values: str, place: int, step: str) -> None:
    worse, better = (values[:place] + value + values[place + 1 :] for value in step)
    if any(v != "-" for v in worse):
        assert claim(better).position >= claim(worse).position


@given(values_of_all, st.integers())
def test_the_order_of_the_ratings_does_not_matter(values: str, seed: int) -> None:
    turned = ratings(values)
    Random(seed).shuffle(turned)
    assert assess(turned) == assess(ratings(values))
