"""Every calculated answer of the bank, computed a second time in another way, on what attempts may draw."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from importlib import import_module
from inspect import get_annotations
from random import Random

import pytest

from assessment.bank import parameters
from assessment.bank.question_types import numeric
from assessment.exchange.queries import SEEDS
from assessment.exchange.seeds.reader import QuestionSeed, read_seeds
from assessment.lib.numerals import read_number
from assessment.values import PartSpec

# All draws where there are at most so many combinations, else so many at random.
DRAWS = 2000
# The second result lies within this share of the tolerance; where no tolerance is given, it is the same.
SHARE = Fraction(1, 100)

Second = Callable[..., float]


@cache
def calculated() -> dict[str, tuple[QuestionSeed, PartSpec]]:
    """Every calculated part of the bank, under the name of its second computation: c07_06, c07_24_1."""
    return {
        seed.slug.lower().replace("-", "_") + (f"_{number}" if len(seed.spec.parts) > 1 else ""): (seed, part)
        for seed in read_seeds(SEEDS).questions
        for number, part in enumerate(seed.spec.parts, 1)
        if part.type == numeric.CODE
    }


def second_computations(competency: str) -> dict[str, Second]:
    """The functions of one file, by name. Their arguments are named like the parameters of the question."""
    module = import_module(f"tests.exchange.second_computations.{competency}")
    return {name: value for name, value in vars(module).items() if name.startswith(competency)}


def test_every_calculated_part_has_a_second_computation_and_no_other_is_there() -> None:
    competencies = {name[:3] for name in calculated()}
    found = {name for competency in competencies for name in second_computations(competency)}
    assert found == set(calculated())


@pytest.mark.parametrize("name", sorted(calculated()))
def test_formula_and_second_computation_agree_on_every_draw(name: str) -> None:
    seed, part = calculated()[name]
    second = second_computations(name[:3])[name]
    kinds = get_annotations(second)
    kinds.pop("return")
    draws = list(parameters.sampled_draws(seed.spec.parameters, Random(name), DRAWS))
    for numbers in {tuple(draw[argument] for argument in kinds): draw for draw in draws}.values():
        answer = numeric.answer_of(part, numbers)
        given = {argument: kind(numbers[argument]) for argument, kind in kinds.items()}
        assert all(given[argument] == numbers[argument] for argument, kind in kinds.items() if kind is int)
        assert abs(Fraction(second(**given)) - answer) <= SHARE * tolerance(part, answer), given
    assert draws


def tolerance(part: PartSpec, answer: Fraction) -> Fraction:
    """The tolerance of a part around its answer, in the unit of the answer."""
    size = read_number(str(part.data["tolerance"])).value
    assert size is not None
    return size * abs(answer) if part.data["tolerance_kind"] == numeric.RELATIVE else size
