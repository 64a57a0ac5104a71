"""Every question type, named once. A new type is one file in this folder and one line here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from assessment.bank.parameters import draw_numbers, dump
from assessment.bank.question_types import (
    gap_fill,
    matching,
    multiple_response,
    numeric,
    open_answer,
    ordering,
    short_text,
    single_choice,
    true_false_reason,
)
from assessment.bank.question_types.declarations import QuestionType
from assessment.values import Draw, PartSpec

QUESTION_TYPES: tuple[QuestionType, ...] = (
    single_choice,
    multiple_response,
    true_false_reason,
    numeric,
    ordering,
    matching,
    short_text,
    gap_fill,
    open_answer,
)

# Every change of a rule above that could move a mark raises this number; attempts pin it.
GRADING_VERSION = 1

_BY_CODE = {question_type.CODE: question_type for question_type in QUESTION_TYPES}


def question_type(code: str) -> QuestionType:
    """The type called `code`. Raises KeyError for an unknown one."""
    return _BY_CODE[code]


def draw_question(parts: Sequence[PartSpec], parameters: Mapping[str, Any], rng: Random) -> tuple[Draw, ...]:
    """One draw of a whole question: the numbers that its parts share, and the order of the rows of each.

    Raises FormulaError where no numbers can be drawn; a published question has been checked for that.
    """
    numbers = dump(draw_numbers(parameters, rng))
    return tuple(replace(question_type(part.type).draw(part, rng), numbers=numbers) for part in parts)


def type_choices() -> list[tuple[str, str]]:
    """Code and English name of every type, for choices that are not migrations."""
    return [(entry.CODE, entry.NAME.en) for entry in QUESTION_TYPES]
