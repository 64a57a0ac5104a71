"""Multiple response. Three rules of credit, chosen by the item; right minus wrong with floor 0 unless it says so.

- ``right_minus_wrong``: max(0, right chosen / all right - wrong chosen / all wrong).
- ``all_or_nothing``: 1 for just the right options, else 0.
- ``fractions``: the sum of the credits of what is chosen; an option may take away.

``lower`` and ``upper`` bound the score of an answer under the first and the last rule, within [0, 1], as
the bounds of a mapping do in QTI; the key then scores ``upper``.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from random import Random
from typing import Any

from assessment.bank.question_types.choices import SHUFFLE, check_rows, chosen_rows, draw_rows
from assessment.bank.question_types.declarations import FieldSpec, RoleSpec
from assessment.lib.numerals import authored_number
from assessment.values import Draw, Language, Mark, PartSpec, Problem, Response, Text

CODE = "multiple_response"
NAME = Text("Multiple response", "多选题")
SHORT = "MR"
_SLACK = 1e-6
RIGHT_MINUS_WRONG, ALL_OR_NOTHING, FRACTIONS = "right_minus_wrong", "all_or_nothing", "fractions"
RULES = (
    (RIGHT_MINUS_WRONG, Text("right minus wrong", "正确减错误")),
    (ALL_OR_NOTHING, Text("all or nothing", "全对才得分")),
    (FRACTIONS, Text("the credit of each option", "按各选项的得分")),
)
ROLES: tuple[RoleSpec, ...] = (RoleSpec("option", Text("Options", "选项"), 4, 7, credit="some"),)
FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("credit_rule", Text("Rule of credit", "计分规则"), "choice", choices=RULES, default=RIGHT_MINUS_WRONG),
    FieldSpec("lower", Text("Lowest score", "最低分"), "number", default="0"),
    FieldSpec("upper", Text("Highest score", "最高分"), "number", default="1"),
    SHUFFLE,
)


def validate(part: PartSpec) -> list[Problem]:
    """Four to seven options, two or more right and at least one wrong; credits and bounds that fit the rule."""
    problems = check_rows(part, ROLES[0])
    lower, upper = _bounds(part)
    if not 0.0 <= lower < upper <= 1.0:
        message = Text("The bounds must satisfy 0 ≤ lowest < highest ≤ 1.", "上下限须满足 0 ≤ 最低分 < 最高分 ≤ 1。")
        problems.append(Problem("KEY-01", message, where="lower"))
    right = sum(option.credit for option in part.with_role("option") if option.credit > 0)
    if _rule(part) == FRACTIONS and right < upper - _SLACK:
        message = Text(
            f"The credits of the right options must reach {upper:g} together; they sum to {right:g}.",
            f"正确选项的得分之和须达到 {upper:g}；现为 {right:g}。",
        )
        problems.append(Problem("KEY-01", message, where="option"))
    return problems


def draw(part: PartSpec, rng: Random) -> Draw:
    """The options in the order that one attempt shows."""
    return draw_rows(part, "option", rng)


def read(fields: Mapping[str, Sequence[str]], draw: Draw) -> Response:
    """Field ``choice``: every drawn option among the values."""
    chosen = chosen_rows(fields, "choice", draw)
    return Response({"choice": chosen}) if chosen else Response()


def grade(part: PartSpec, response: Response, draw: Draw) -> Mark:
    """The score that the item's rule gives; see the head of this file."""
    options = part.with_role("option")
    chosen = {option.key for option in options} & set(response.fields.get("choice", ()))
    right = sum(1 for option in options if option.credit > 0)
    if not 0 < right < len(options):
        # A draft that is not finished, as its preview shows it.
        return Mark(0.0, answered=bool(chosen))
    return Mark(_score(part, chosen), answered=bool(chosen))


def guess(part: PartSpec) -> float:
    """Expected score when every option is ticked with probability one half, by enumeration."""
    keys = [option.key for option in part.with_role("option")]
    subsets = (set(chosen) for size in range(len(keys) + 1) for chosen in combinations(keys, size))
    return float(sum(_score(part, chosen) for chosen in subsets) / 2 ** len(keys))


def _score(part: PartSpec, chosen: set[str]) -> float:
    options = part.with_role("option")
    right = {option.key for option in options if option.credit > 0}
    wrong = {option.key for option in options} - right
    lower, upper = _bounds(part)
    if _rule(part) == ALL_OR_NOTHING:
        return float(chosen == right)
    if _rule(part) == FRACTIONS:
        total = sum(option.credit for option in options if option.key in chosen)
        # Thirds and sixths must still add up to a whole.
        score = round(total, 9)
    else:
        # One division, so that full credit is exactly 1 whatever the counts are.
        hits, misses = len(chosen & right), len(chosen & wrong)
        score = (hits * len(wrong) - misses * len(right)) / (len(right) * len(wrong))
    return min(upper, max(lower, score)) if chosen else 0.0


def _rule(part: PartSpec) -> str:
    return str(part.data.get("credit_rule", RIGHT_MINUS_WRONG))


def _bounds(part: PartSpec) -> tuple[float, float]:
    """The lowest and the highest score; 0 and 1 where they are not numbers."""
    lower, upper = authored_number(str(part.data.get("lower", "0"))), authored_number(str(part.data.get("upper", "1")))
    return float(lower or 0), float(1 if upper is None else upper)


def describe(part: PartSpec, response: Response, language: Language) -> str:
    """The texts of the chosen options."""
    chosen = response.fields.get("choice", ())
    separator = "; " if language == "en" else "；"
    return separator.join(o.text[language] for o in part.with_role("option") if o.key in chosen)


def remark(part: PartSpec, response: Response) -> Text:
    """Nothing: a choice cannot be misread."""
    return Text()


def complete(response: Response, draw: Draw) -> bool:
    """Something is chosen."""
    return bool(response)


def key(part: PartSpec, draw: Draw) -> Response:
    """All right options."""
    return Response({"choice": tuple(o.key for o in part.with_role("option") if o.credit > 0)})


def details(part: PartSpec, response: Response, draw: Draw, language: Language) -> Mapping[str, Any]:
    """Nothing besides the rows."""
    return {}
