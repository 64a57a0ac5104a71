"""Evaluating a formula written as text, without `eval`. Pure; used to compute numbers a second time.

Known: numbers, + - * / // **, unary minus, brackets, ceil(x), sqrt(x), log(x) and log(x, base).
Everything else is refused. Fractions are kept exact as long as no root or logarithm stands in the
way, so that ceil(1.75e11 * 2 / (80e9 * (1 - 0.1))) rounds up the number that is meant.
"""

import ast
import math
import operator
from collections.abc import Callable
from fractions import Fraction

MAX_LENGTH = 300
_MAX_EXPONENT = 1000
_MAX_BITS = 20_000
# Closer to an integer than this, a float is that integer: log(125, 5) is 3, not 3.0000000000000004.
_SLACK = 1e-9


class FormulaError(ValueError):
    """A formula that cannot be evaluated; the message says why."""


def evaluate(formula: str) -> Fraction:
    """The value of `formula`. Raises FormulaError for anything that is not arithmetic or has no value."""
    if len(formula) > MAX_LENGTH:
        raise FormulaError(f"longer than {MAX_LENGTH} characters")
    try:
        return _value(ast.parse(formula.strip(), mode="eval").body)
    except FormulaError:
        raise
    except ZeroDivisionError as error:
        raise FormulaError("division by zero") from error
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError) as error:
        raise FormulaError(f"not a formula with a value: {error}") from error


def agree(first: Fraction, second: Fraction, relative: float = 0.005, absolute: float = 1e-9) -> bool:
    """Whether two values differ by no more than the relative or the absolute tolerance."""
    distance = abs(first - second)
    return distance <= Fraction(absolute) or distance <= Fraction(relative) * max(abs(first), abs(second))


def _value(node: ast.expr) -> Fraction:
    if isinstance(node, ast.Constant):
        return _number(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.BinOp):
        return _binary(node)
    if isinstance(node, ast.Call):
        return _call(node)
    raise FormulaError(f"{type(node).__name__} is not allowed")


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
}


def _binary(node: ast.BinOp) -> Fraction:
    left, right = _value(node.left), _value(node.right)
    if isinstance(node.op, ast.Pow):
        return _power(left, right)
    known = _OPERATORS.get(type(node.op))
    if known is None:
        raise FormulaError(f"{type(node.op).__name__} is not allowed")
    return _bounded(Fraction(known(left, right)))


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


def _call(node: ast.Call) -> Fraction:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if node.keywords or (name, len(node.args)) not in _FUNCTIONS:
        raise FormulaError(f"{ast.unparse(node)} is not a known function")
    return _bounded(_FUNCTIONS[name, len(node.args)](*(_value(argument) for argument in node.args)))


_FUNCTIONS: dict[tuple[str, int], Callable[..., Fraction]] = {
    ("ceil", 1): lambda x: Fraction(math.ceil(x)),
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
