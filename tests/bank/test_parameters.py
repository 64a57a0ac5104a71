"""Drawn numbers: exact, good, the same for one seed, and written into texts."""

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.bank import parameters
from assessment.lib.arithmetic import FormulaError, holds
from assessment.values import Draw, OptionSpec, PartSpec, Text

search = settings(max_examples=60, deadline=None)
TRAINING: dict[str, Any] = {
    "sets": {"N": ["2", "7", "13"], "U": ["0.3", "0.4"]},
    "derived": [["Nzh", "N * 10"], ["T", "Nzh / U"]],
    "accept": ["T >= 60", "N != 7"],
}


@search
@given(st.integers(0, 10**9))
def test_every_draw_is_good_and_complete(seed: int) -> None:
    numbers = parameters.draw_numbers(TRAINING, Random(seed))
    assert set(numbers) == {"N", "U", "Nzh", "T"}
    assert numbers["T"] == numbers["N"] * 10 / numbers["U"]
    assert all(holds(condition, numbers) for condition in TRAINING["accept"])


@search
@given(st.integers(0, 10**9))
def test_one_seed_gives_one_draw_however_the_database_orders_the_sets(seed: int) -> None:
    turned = {**TRAINING, "sets": dict(reversed(TRAINING["sets"].items()))}
    assert parameters.draw_numbers(TRAINING, Random(seed)) == parameters.draw_numbers(turned, Random(seed))


def test_it_lists_every_good_draw_once() -> None:
    found = [(n["N"], n["U"]) for n in parameters.good_draws(TRAINING)]
    assert found == [(2, Fraction(3, 10)), (13, Fraction(3, 10)), (13, Fraction(2, 5))]


def test_a_rare_good_draw_is_found() -> None:
    rare = {"sets": {"N": [str(n) for n in range(1000)]}, "accept": ["N == 777"]}
    assert parameters.draw_numbers(rare, Random(1)) == {"N": 777}


@search
@given(st.integers(0, 10**9))
def test_a_combination_without_a_value_is_not_drawn(seed: int) -> None:
    parts = {"sets": {"N": ["1", "2", "3"]}, "derived": [["X", "1/(N-2)"]]}
    assert parameters.draw_numbers(parts, Random(seed))["N"] in (1, 3)


def test_so_many_combinations_are_not_all_looked_at() -> None:
    hopeless = {"sets": {name: [str(n) for n in range(500)] for name in "ABC"}, "accept": ["A > 500"]}
    with pytest.raises(FormulaError):
        parameters.draw_numbers(hopeless, Random(1))


def test_a_number_that_no_float_holds_can_be_shown() -> None:
    assert parameters.shown(Fraction(10**400, 3)) == "3.33333e+399"


def test_nothing_is_drawn_where_nothing_can_be() -> None:
    assert parameters.draw_numbers({}, Random(1)) == {}
    assert not parameters.is_drawn({})
    with pytest.raises(FormulaError):
        parameters.draw_numbers({"sets": {"N": ["1"]}, "accept": ["N > 1"]}, Random(1))


@search
@given(st.fractions(max_denominator=10**6))
def test_stored_numbers_come_back_exactly(value: Fraction) -> None:
    assert parameters.load(parameters.dump({"x": value})) == {"x": value}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("7", "7"), ("0.05", "0.05"), ("9999", "9999"), ("10000", "10,000"), ("1234567.5", "1,234,567.5"),
        ("-3", "\N{MINUS SIGN}3"), ("-12000", "\N{MINUS SIGN}12,000"), ("1/3", "0.333333"), ("0", "0"),
    ],
)  # fmt: skip
def test_a_number_is_shown_as_people_write_it(value: str, text: str) -> None:
    assert parameters.shown(Fraction(value)) == text


def test_texts_are_filled_in_both_languages_and_unknown_names_stay() -> None:
    row = OptionSpec("a", "option", Text("{N} cards", "{N} 张卡"), Text("{M}", "{x}"))
    part = PartSpec("single_choice", Text("{N} billion", "{Nzh} 亿"), (row,), explanation=Text("{N}", "{N}"))
    filled = parameters.filled(part, Draw("single_choice", numbers={"N": "7", "Nzh": "70"}))
    assert filled.stem == Text("7 billion", "70 亿")
    assert (filled.options[0].text, filled.options[0].feedback) == (Text("7 cards", "7 张卡"), Text("{M}", "{x}"))
    assert filled.explanation == Text("7", "7")


def test_a_part_without_drawn_numbers_is_left_as_it_is() -> None:
    """Braces in an older question stay braces."""
    part = PartSpec("single_choice", Text("{N}", "{N}"))
    assert parameters.filled(part, Draw("single_choice")) is part


def test_lines_say_what_is_stored_and_come_back() -> None:
    assert parameters.from_lines(parameters.to_lines(TRAINING)) == TRAINING
    assert parameters.from_lines("N = 10..30 step 10\nx = 0.1..0.3 step 0.1\nk = 1..3") == {
        "sets": {"N": ["10", "20", "30"], "x": ["0.1", "0.2", "0.3"], "k": ["1", "2", "3"]},
        "derived": [],
        "accept": [],
    }
    assert parameters.from_lines(" \n") == {}


@pytest.mark.parametrize(
    "line", ["N", "N = ", "N = one", "1N = 2", "N = 1..", "N = 3..1", "N = 1..9 step 0", "N = 1/0", "N = 1..99999"]
)
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="N") as refusal:
        parameters.from_lines(f"M = 2\n{line}")
    assert line.strip() in str(refusal.value)
