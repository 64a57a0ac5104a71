"""Single choice: one right option, 1 or 0 points."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from assessment.bank.question_types.choices import SHUFFLE, check_rows, chosen_rows, draw_rows
from assessment.bank.question_types.declarations import FieldSpec, RoleSpec
from assessment.values import Draw, Language, Mark, PartSpec, Problem, Response, Text

CODE = "single_choice"
NAME = Text("Single choice", "单选题")
SHORT = "SC"
ROLES: tuple[RoleSpec, ...] = (RoleSpec("option", Text("Options", "选项"), 3, 5, credit="one"),)
FIELDS: tuple[FieldSpec, ...] = (SHUFFLE,)


def validate(part: PartSpec) -> list[Problem]:
    """Three to five options, exactly one right."""
    return check_rows(part, ROLES[0])


def draw(part: PartSpec, rng: Random) -> Draw:
    """The options in the order that one attempt shows."""
    return draw_rows(part, "option", rng)


def read(fields: Mapping[str, Sequence[str]], draw: Draw) -> Response:
    """Field ``choice``: the first drawn option among the values."""
    chosen = chosen_rows(fields, "choice", draw)
    return Response({"choice": chosen[:1]}) if chosen else Response()


def grade(part: PartSpec, response: Response, draw: Draw) -> Mark:
    """1 for the right option, else 0."""
    chosen = part.option(response.first("choice"))
    return Mark(1.0 if chosen and chosen.credit >= 1.0 else 0.0, answered=chosen is not None)


def guess(part: PartSpec) -> float:
    """One in the number of options."""
    return 1.0 / len(part.with_role("option"))


def describe(part: PartSpec, response: Response, language: Language) -> str:
    """The text of the chosen option."""
    chosen = part.option(response.first("choice"))
    return chosen.text[language] if chosen else ""


def remark(part: PartSpec, response: Response) -> Text:
    """Nothing: a choice cannot be misread."""
    return Text()


def complete(response: Response, draw: Draw) -> bool:
    """Something is chosen."""
    return bool(response)


def key(part: PartSpec, draw: Draw) -> Response:
    """The right option."""
    return Response({"choice": tuple(o.key for o in part.with_role("option") if o.credit >= 1.0)[:1]})


def details(part: PartSpec, response: Response, draw: Draw, language: Language) -> Mapping[str, Any]:
    """Nothing besides the rows."""
    return {}
