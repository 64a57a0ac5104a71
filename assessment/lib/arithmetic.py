"""Evaluating a formula or a condition written as text, without `eval`. Pure.

Known: numbers, the names that are given, + - * / // % **, unary minus, brackets, abs(x), ceil(x),
floor(x), round(x), sqrt(x), log(x), log(x, base), min(…) and max(…); in conditions comparisons
(chained too), and, or, not, True and False. Everything else is refused. Fractions are kept exact as
long as no root or logarithm stands in the way, so that ceil(1.75e11 * 2 / (80e9 * (1 - 0.1))) rounds
up the number that is meant.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

MAX_LENGTH = 300
_MAX_EXPONENT = 1000
_MAX_BITS = 20_000
# Closer to an integer than this, a float is that integer: log(125, 5) is 3, not 3.0000000000000004.
_SLACK = 1e-9


class FormulaError(ValueError):
    """A formula that cannot be evaluated; the message says why."""


Names = Mapping[str, Fraction]
Result = TypeVar("Result")
_NOTHING: Names = {}


def evaluate(formula: str, names: Names = _NOTHING) -> Fraction:
    """The value of `formula`, in which `names` may stand.

    Raises FormulaError for anything that is not arithmetic, for an unknown name, or without a value.
    """
    return _guarded(formula, lambda node: _value(node, names))


def holds(condition: str, names: Names = _NOTHING) -> bool:
    """Whether `condition` is true with `names`; an empty one is. Raises FormulaError as `evaluate` does."""
    return not condition.strip() or _guarded(condition, lambda node: _truth(node, names))


def names_in(formula: str) -> frozenset[str]:
    """The names that `formula` uses, functions left out. Raises FormulaError for bad syntax."""
    called = {
        node.func.id
        for node in ast.walk(_parsed(formula))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return frozenset(node.id for node in ast.walk(_parsed(formula)) if isinstance(node, ast.Name)) - called


def _guarded(formula: str, work: Callable[[ast.expr], Result]) -> Result:
    try:
        return work(_parsed(formula))
    except FormulaError:
        raise
    except ZeroDivisionError as error:
        raise FormulaError("division by zero") from error
    except (ValueError, ArithmeticError, RecursionError, MemoryError) as error:
        raise FormulaError(f"not a formula with a value: {error}") from error


@lru_cache(1024)
def _parsed(formula: str) -> ast.expr:
    if len(formula) > MAX_LENGTH:
        raise FormulaError(f"longer than {MAX_LENGTH} characters")
    try:
        return ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(f"not a formula with a value: {error}") from error


def agree(first: Fraction, second: Fraction, relative: float = 0.005, absolute: float = 1e-9) -> bool:
    """Whether two values differ by no more than the relative or the absolute tolerance."""
    distance = abs(first - second)
    return distance <= Fraction(absolute) or distance <= Fraction(relative) * max(abs(first), abs(second))


def _value(node: ast.expr, names: Names) -> Fraction:
    if isinstance(node, ast.Constant):
        return _number(node.value)
    if isinstance(node, ast.Name):
        if node.id not in names:
            raise FormulaError(f"{node.id} has no value")
        return names[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, names)
    if isinstance(node, ast.BinOp):
        return _binary(node, names)
    if isinstance(node, ast.Call):
        return _call(node, names)
    raise FormulaError(f"{type(node).__name__} is not allowed")


_COMPARISONS: dict[type[ast.cmpop], Callable[[Fraction, Fraction], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def _truth(node: ast.expr, names: Names) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return node.value
    if isinstance(node, ast.BoolOp):
        parts = (_truth(part, names) for part in node.values)
        return all(parts) if isinstance(node.op, ast.And) else any(parts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not _truth(node.operand, names)
    if isinstance(node, ast.Compare) and all(type(sign) in _COMPARISONS for sign in node.ops):
        values = [_value(part, names) for part in (node.left, *node.comparators)]
        pairs = zip(node.ops, pairwise(values), strict=True)
        return all(_COMPARISONS[type(sign)](left, right) for sign, (left, right) in pairs)
    raise FormulaError(f"{type(node).__name__} is not a condition")


def _number(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FormulaError(f"{value!r} is not a number")
    # The shortest decimal of a float is what was written: 0.1 is one tenth.
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction | int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}


def _binary(node: ast.BinOp, names: Names) -> Fraction:
    left, right = _value(node.left, names), _value(node.right, names)
    if isinstance(node.op, ast.Pow):
        return _power(left, right)
    known = _OPERATORS.get(type(node.op))
    if known is None:
        raise FormulaError(f"{type(node.op).__name__} is not allowed")
    value = known(left, right)
    return _bounded(value if isinstance(value, Fraction) else Fraction(value))


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if abs(exponent) > _MAX_EXPONENT:
        raise FormulaError(f"exponent over {_MAX_EXPONENT}")
    if exponent.denominator != 1:
        if base < 0:
            raise FormulaError("root of a negative number")
        return _exact(float(base) ** float(exponent))
    if _bits(base) * abs(int(exponent)) > _MAX_BITS:
        raise FormulaError("number too large")
    return base ** int(exponent)


def _call(node: ast.Call, names: Names) -> Fraction:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    known = _FUNCTIONS.get((name, len(node.args))) or (_OF_MANY.get(name) if node.args else None)
    if node.keywords or known is None:
        raise FormulaError(f"{ast.unparse(node)} is not a known function")
    return _bounded(known(*(_value(argument, names) for argument in node.args)))


_OF_MANY: dict[str, Callable[..., Fraction]] = {"min": lambda *values: min(values), "max": lambda *values: max(values)}
_FUNCTIONS: dict[tuple[str, int], Callable[..., Fraction]] = {
    ("abs", 1): abs,
    ("ceil", 1): lambda x: Fraction(math.ceil(x)),
    ("floor", 1): lambda x: Fraction(math.floor(x)),
    ("round", 1): lambda x: Fraction(round(x)),
    ("sqrt", 1): lambda x: _exact(math.sqrt(x)),
    ("log", 1): lambda x: _exact(math.log(x)),
    ("log", 2): lambda x, base: _exact(math.log(x) / math.log(base)),
}


def _exact(value: float) -> Fraction:
    """A float as a fraction; a hair's breadth from an integer it is that integer."""
    if not math.isfinite(value):
        raise FormulaError("number too large")
    nearest = round(value)
    return Fraction(nearest) if abs(value - nearest) <= _SLACK and nearest else Fraction(value)


def _bounded(value: Fraction) -> Fraction:
    if _bits(value) > _MAX_BITS:
        raise FormulaError("number too large")
    return value


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())
