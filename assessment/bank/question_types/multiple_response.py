"""Multiple response: right minus wrong, with floor 0."""

from collections.abc import Mapping, Sequence
from math import comb
from random import Random

from assessment.bank.question_types.choices import SHUFFLE, check_rows, chosen_rows, draw_rows
from assessment.bank.question_types.declarations import FieldSpec, RoleSpec
from assessment.values import Draw, Language, Mark, PartSpec, Problem, Response, Text

CODE = "multiple_response"
NAME = Text("Multiple response", "多选题")
SHORT = "MR"
ROLES: tuple[RoleSpec, ...] = (RoleSpec("option", Text("Options", "选项"), 4, 7, credit="some"),)
FIELDS: tuple[FieldSpec, ...] = (SHUFFLE,)


def validate(part: PartSpec) -> list[Problem]:
    """Four to seven options, two or more right and at least one wrong."""
    return check_rows(part, ROLES[0])


def draw(part: PartSpec, rng: Random) -> Draw:
    """The options in the order that one attempt shows."""
    return draw_rows(part, "option", rng)


def read(fields: Mapping[str, Sequence[str]], draw: Draw) -> Response:
    """Field ``choice``: every drawn option among the values."""
    chosen = chosen_rows(fields, "choice", draw)
    return Response({"choice": chosen}) if chosen else Response()


def grade(part: PartSpec, response: Response, draw: Draw) -> Mark:
    """max(0, right chosen / all right - wrong chosen / all wrong); everything chosen scores 0."""
    right = {option.key for option in part.with_role("option") if option.credit >= 1.0}
    wrong = {option.key for option in part.with_role("option")} - right
    chosen = set(response.fields.get("choice", ())) & (right | wrong)
    hits, misses = len(chosen & right), len(chosen & wrong)
    if not (right and wrong):
        # A draft that is not finished, as its preview shows it.
        return Mark(0.0, answered=bool(chosen))
    # One division, so that full credit is exactly 1 whatever the counts are.
    score = max(0, hits * len(wrong) - misses * len(right)) / (len(right) * len(wrong))
    return Mark(score, answered=bool(chosen))


def guess(part: PartSpec) -> float:
    """Expected score when every option is ticked with probability one half.

    Sums over the numbers of right and wrong options ticked; the floor at 0 keeps it above 0.
    """
    total = len(part.with_role("option"))
    right = sum(1 for option in part.with_role("option") if option.credit >= 1.0)
    wrong = total - right
    expected = sum(
        comb(right, r) * comb(wrong, w) * max(0.0, r / right - w / wrong)
        for r in range(right + 1)
        for w in range(wrong + 1)
    )
    return float(expected / 2**total)


def describe(part: PartSpec, response: Response, language: Language) -> str:
    """The texts of the chosen options."""
    chosen = response.fields.get("choice", ())
    separator = "; " if language == "en" else "；"
    return separator.join(o.text[language] for o in part.with_role("option") if o.key in chosen)


def remark(part: PartSpec, response: Response) -> Text:
    """Nothing: a choice cannot be misread."""
    return Text()


def complete(response: Response) -> bool:
    """Something is chosen."""
    return bool(response)


def key(part: PartSpec) -> Response:
    """All right options."""
    return Response({"choice": tuple(o.key for o in part.with_role("option") if o.credit >= 1.0)})
