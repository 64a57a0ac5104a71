"""What the types that choose among rows share."""

from collections.abc import Mapping, Sequence
from random import Random

from assessment.bank.question_types.declarations import FieldSpec, RoleSpec
from assessment.values import Draw, PartSpec, Problem, Text

SHUFFLE = FieldSpec(
    "shuffle",
    Text("Shuffle the options for every attempt", "每次作答时打乱选项"),
    "flag",
    default=True,
    help=Text("Switch off where options are numbers in ascending order.", "选项为升序数字时请关闭。"),
)


def draw_rows(part: PartSpec, role: str, rng: Random) -> Draw:
    """The rows of `role` in a random order, or as stored where the part says so."""
    keys = [option.key for option in part.with_role(role)]
    if part.data.get("shuffle", True):
        rng.shuffle(keys)
    return Draw(part.type, tuple(keys))


def chosen_rows(fields: Mapping[str, Sequence[str]], name: str, draw: Draw) -> tuple[str, ...]:
    """The drawn keys among the values of field `name`, in drawn order, each once."""
    values = set(fields.get(name, ()))
    return tuple(key for key in draw.order if key in values)


def check_rows(part: PartSpec, role: RoleSpec) -> list[Problem]:
    """Whether the number of rows and of right rows fits the role (lint rules KEY-01, OPT-07)."""
    rows = part.with_role(role.name)
    right = sum(1 for row in rows if row.credit > 0)
    problems = []
    if not role.minimum <= len(rows) <= role.maximum:
        problems.append(
            Problem(
                "OPT-07",
                Text(
                    f"{len(rows)} rows; this type takes {role.minimum} to {role.maximum}.",
                    f"现有 {len(rows)} 行；该题型需要 {role.minimum} 至 {role.maximum} 行。",
                ),
                where=role.name,
            )
        )
    if role.credit == "one" and right != 1:
        problems.append(
            Problem(
                "KEY-01",
                Text(f"Exactly one row must be right; {right} are.", f"必须恰有一行正确，现有 {right} 行。"),
                where=role.name,
            )
        )
    if role.credit == "some" and not 2 <= right < len(rows):
        problems.append(
            Problem(
                "KEY-01",
                Text(
                    f"At least two and fewer than all rows must be right; {right} of {len(rows)} are.",
                    f"至少两行且不能全部正确；现有 {len(rows)} 行中的 {right} 行正确。",
                ),
                where=role.name,
            )
        )
    return problems
