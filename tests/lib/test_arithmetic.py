"""Evaluating formulas without eval."""

from fractions import Fraction
from math import log, sqrt

import pytest

from assessment.lib.arithmetic import MAX_LENGTH, FormulaError, agree, evaluate


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1024", Fraction(1024)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("2 * (3 - 5)", Fraction(-4)),
        ("7 / 2", Fraction(7, 2)),
        ("7 // 2", Fraction(3)),
        ("-7 // 2", Fraction(-4)),
        ("-3 ** 2", Fraction(-9)),
        ("2 ** (12 * 5 / 6)", Fraction(1024)),
        ("2 ** -2", Fraction(1, 4)),
        ("1.75e11", Fraction(175_000_000_000)),
        ("1_000 * 2", Fraction(2000)),
        ("ceil(7 / 2)", Fraction(4)),
        ("ceil(-0.5)", Fraction(0)),
        ("sqrt(16)", Fraction(4)),
        ("log(125, 5)", Fraction(3)),
        ("ceil(log(125, 5))", Fraction(3)),
        ("ceil(1.75e11 * 2 / (80e9 * (1 - 0.1)))", Fraction(5)),
        (" 6 * 7 ", Fraction(42)),
    ],
)
def test_it_computes_exactly(formula: str, value: Fraction) -> None:
    assert evaluate(formula) == value


def test_ceil_rounds_up_the_number_that_is_meant() -> None:
    """With floats 0.1 * 3 / 0.3 is just above 1, and its ceiling 2."""
    assert evaluate("ceil(0.1 * 3 / 0.3)") == 1


@pytest.mark.parametrize(
    ("formula", "value"),
    [("sqrt(2)", sqrt(2)), ("log(8)", log(8)), ("2 ** 0.5", sqrt(2)), ("sqrt(1e22 / 120) / 1e9", 9.128709291752769)],
)
def test_it_computes_roots_and_logarithms(formula: str, value: float) -> None:
    assert float(evaluate(formula)) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "formula",
    [
        "", "1 +", "(1", "1 2", "x", "x + 1", "a.b", "True", "None", "'1'", "b'1'", "1j", "...", "[1]", "(1, 2)", "{1}",
        "1 if 1 else 2", "1 < 2", "not 1", "1 and 2", "+5", "~5", "5 & 3", "1 << 9", "lambda: 1", "f'{1}'",
        "(x := 1)", "[i for i in [1]]", "__import__('os')", "eval('1')", "open('x')", "ceil.__class__", "ceil",
        "ceil()", "ceil(1, 2)", "ceil(x=1)", "ceil(*[1])", "sqrt(1, 2)", "log(1, 2, 3)", "floor(1, 2)", "min()",
        "(1).real", "1 / 0", "1 // 0", "0 ** -1", "log(0)", "log(1, 1)", "sqrt(-1)", "(-8) ** 0.5", "1e400", "\x00",
    ],
)  # fmt: skip
def test_it_refuses_what_is_not_arithmetic_or_has_no_value(formula: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(formula)


@pytest.mark.parametrize(
    "formula",
    [
        "9 ** 9 ** 9",
        "(10 ** 1000) ** 1000",
        "2 ** 1001",
        "10 ** 1000 * " * 9 + "1",
        "sqrt(10 ** 900)",
        "1" * (MAX_LENGTH + 1),
        "(" * 150 + "1" + ")" * 149,
    ],
)
def test_it_refuses_numbers_and_texts_that_are_too_large(formula: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(formula)


def test_it_survives_deep_nesting() -> None:
    assert evaluate("-" * 250 + "1") == 1


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("100", "100.5", True),
        ("100", "101", False),
        ("0", "0.000000001", True),
        ("0", "0.00000001", False),
        ("-5", "5", False),
        ("-100", "-100.4", True),
    ],
)
def test_values_agree_to_half_a_percent_or_a_billionth(first: str, second: str, expected: bool) -> None:
    assert agree(Fraction(first), Fraction(second)) is expected
    assert agree(Fraction(second), Fraction(first)) is expected
