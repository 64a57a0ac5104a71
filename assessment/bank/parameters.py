"""The numbers of a question: what may be drawn, what follows from it, and how they stand in texts. Pure.

A question keeps them as ``{"sets": {"N": ["7", "13"]}, "derived": [["Nzh", "N * 10"]], "accept": ["N < 10"]}``:
``sets`` lists the values of each parameter, ``derived`` are formulas over them in order, and a draw is
good where every condition in ``accept`` holds. Texts name a number as ``{N}``. Parameters are taken by
name, because a database may give back the entries of an object in another order.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product
from math import prod
from random import Random
from typing import Any

from assessment.lib.arithmetic import FormulaError, evaluate, holds
from assessment.values import Draw, PartSpec, Text

Numbers = Mapping[str, Fraction]
# So many draws are tried at random before all of them are listed.
_TRIES = 200
# How many combinations are looked through, in order, where none of so many random ones was good.
_LISTED = 10_000
PLACEHOLDER = re.compile(r"\{([A-Za-z]\w*)\}")
_GROUPED_FROM = 10_000
_LONGEST_RANGE = 1000
_LINE = re.compile(r"(?P<name>[A-Za-z]\w*)\s*(?P<sign>:?=)\s*(?P<rest>.+)")
_RANGE = re.compile(r"\s*(-?[\d./]+?)\s*\.\.\s*(-?[\d./]+)(?:\s+step\s+([\d./]+))?\s*")


def is_drawn(parameters: Mapping[str, Any]) -> bool:
    """Whether there is anything to draw."""
    return bool(parameters.get("sets"))


def count(parameters: Mapping[str, Any]) -> int:
    """How many combinations there are, good ones and others; 1 where nothing is drawn."""
    return prod(len(values) for values in parameters.get("sets", {}).values())


def draw_numbers(parameters: Mapping[str, Any], rng: Random) -> dict[str, Fraction]:
    """One good draw with everything derived from it; empty where nothing is drawn.

    A combination for which a formula has no value is not good: the lint refuses such questions, but looks at a
    sample where there are many. Raises FormulaError where none is good among those looked at.
    """
    sets = _sets(parameters)
    if not sets:
        return {}
    for _ in range(_TRIES):
        try:
            numbers = _complete(parameters, {name: rng.choice(values) for name, values in sets.items()})
        except FormulaError:
            continue
        if numbers is not None:
            return numbers
    good = list(good_draws(parameters, _LISTED))
    if not good:
        raise FormulaError("no combination of the parameters is accepted")
    return rng.choice(good)


def good_draws(parameters: Mapping[str, Any], limit: int | None = None) -> Iterator[dict[str, Fraction]]:
    """Every good draw, each once, in order, or those among the first `limit` combinations.

    Raises FormulaError where a formula has no value.
    """
    sets = _sets(parameters)
    for chosen in islice(product(*sets.values()), limit) if sets else ():
        numbers = _complete(parameters, dict(zip(sets, chosen, strict=True)))
        if numbers is not None:
            yield numbers


def sampled_draws(parameters: Mapping[str, Any], rng: Random, size: int) -> Iterator[dict[str, Fraction]]:
    """All good draws where there are at most `size` combinations, else the good ones of `size` random ones."""
    if count(parameters) <= size:
        yield from good_draws(parameters)
        return
    sets = _sets(parameters)
    for _ in range(size):
        numbers = _complete(parameters, {name: rng.choice(values) for name, values in sets.items()})
        if numbers is not None:
            yield numbers


def dump(numbers: Numbers) -> dict[str, str]:
    """Numbers as they are stored: exact texts."""
    return {name: exact(value) for name, value in numbers.items()}


def load(stored: Mapping[str, str]) -> dict[str, Fraction]:
    """Numbers from their stored form."""
    return {name: Fraction(text) for name, text in stored.items()}


def exact(value: Fraction) -> str:
    """`value` as a decimal where that is exact, else as a fraction."""
    places = next((n for n in range(13) if value.denominator and (value * 10**n).denominator == 1), None)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(int(value * 10**places))).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def shown(value: Fraction) -> str:
    """`value` as a text shows it: commas from 10,000 on, a real minus, at most 6 significant figures of a fraction."""
    text = exact(value)
    if "/" in text:
        text = f"{_rounded(value):.6g}"
    whole, dot, rest = text.lstrip("-").partition(".")
    if whole.isdigit() and int(whole) >= _GROUPED_FROM:
        whole = f"{int(whole):,}"
    return ("\N{MINUS SIGN}" if value < 0 else "") + whole + dot + rest


def _rounded(value: Fraction) -> float | Decimal:
    """`value` for showing a few of its figures, also where no float is so large."""
    try:
        return float(value)
    except OverflowError:
        return Decimal(value.numerator) / value.denominator


def filled_text(text: Text, numbers: Numbers) -> Text:
    """`text` with its placeholders replaced; an unknown one stays as it is."""
    if not numbers:
        return text

    def number(found: re.Match[str]) -> str:
        return shown(numbers[found[1]]) if found[1] in numbers else found[0]

    return Text(PLACEHOLDER.sub(number, text.en), PLACEHOLDER.sub(number, text.zh_hans))


def filled(part: PartSpec, draw: Draw) -> PartSpec:
    """`part` as one attempt shows it: the drawn numbers in every text."""
    numbers = load(draw.numbers)
    if not numbers:
        return part
    options = tuple(
        replace(row, text=filled_text(row.text, numbers), feedback=filled_text(row.feedback, numbers))
        for row in part.options
    )
    stem, explanation = filled_text(part.stem, numbers), filled_text(part.explanation, numbers)
    return replace(part, stem=stem, options=options, explanation=explanation)


def to_lines(parameters: Mapping[str, Any]) -> str:
    """Parameters as an author writes them: ``N = 7, 13``, ``M := N*10``, ``accept: N < 10``."""
    lines = [f"{name} = {', '.join(values)}" for name, values in sorted(parameters.get("sets", {}).items())]
    lines += [f"{name} := {formula}" for name, formula in parameters.get("derived", ())]
    return "\n".join([*lines, *(f"accept: {condition}" for condition in parameters.get("accept", ()))])


def from_lines(text: str) -> dict[str, Any]:
    """Parameters from lines as `to_lines` writes them; ``N = 10..100 step 10`` is a range with both ends.

    Raises ValueError with the line that cannot be read.
    """
    sets: dict[str, list[str]] = {}
    derived_: list[list[str]] = []
    accept: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("accept:"):
            accept.append(line.removeprefix("accept:").strip())
        elif (found := _LINE.fullmatch(line)) and found["sign"] == ":=":
            derived_.append([found["name"], found["rest"]])
        elif found:
            try:
                sets[found["name"]] = _values(found["rest"])
            except (ValueError, ZeroDivisionError) as error:
                raise ValueError(line) from error
        else:
            raise ValueError(line)
    return {"sets": sets, "derived": derived_, "accept": accept} if sets or derived_ or accept else {}


def _values(text: str) -> list[str]:
    """The values of one parameter: a list with commas, or a range. Raises ValueError."""
    if found := _RANGE.fullmatch(text):
        low, high, step = Fraction(found[1]), Fraction(found[2]), Fraction(found[3] or "1")
        size = int((high - low) / step) + 1
        if not 1 <= size <= _LONGEST_RANGE:
            raise ValueError(text)
        return [exact(low + step * i) for i in range(size)]
    return [exact(Fraction(value.strip())) for value in text.split(",")]


def _sets(parameters: Mapping[str, Any]) -> dict[str, list[Fraction]]:
    return {
        name: [Fraction(str(value)) for value in values] for name, values in sorted(parameters.get("sets", {}).items())
    }


def names_shown(texts: Iterable[Text]) -> frozenset[str]:
    """The names of the numbers that stand in `texts`, in either language."""
    return frozenset(name for text in texts for words in (text.en, text.zh_hans) for name in PLACEHOLDER.findall(words))


def carried(stored: Mapping[str, str], parameters: Mapping[str, Any], seen: frozenset[str]) -> dict[str, str] | None:
    """The numbers that one attempt drew, `stored`, for other `parameters`: what is derived is derived anew.

    None where a parameter was not drawn, a number that the learner has `seen` would become another, or a formula
    has no value.
    """
    drawn = load(stored)
    if not set(parameters.get("sets", {})) <= set(drawn):
        return None
    try:
        numbers = {**drawn, **derived({name: drawn[name] for name in _sets(parameters)}, parameters)}
    except FormulaError:
        return None
    return None if any(numbers[name] != drawn[name] for name in seen & set(drawn)) else dump(numbers)


def derived(numbers: Numbers, parameters: Mapping[str, Any]) -> dict[str, Fraction]:
    """`numbers` together with everything derived from them. Raises FormulaError where a formula has no value."""
    found = dict(numbers)
    for name, formula in parameters.get("derived", ()):
        found[name] = evaluate(formula, found)
    return found


def _complete(parameters: Mapping[str, Any], chosen: Numbers) -> dict[str, Fraction] | None:
    """`chosen` with what is derived, or None where a condition does not hold."""
    numbers = derived(chosen, parameters)
    return numbers if all(holds(condition, numbers) for condition in parameters.get("accept", ())) else None
