"""True or false with reason: two tiers (Treagust 1988), full credit only for both."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from assessment.bank.question_types.choices import SHUFFLE, check_rows, chosen_rows, draw_rows
from assessment.bank.question_types.declarations import FieldSpec, RoleSpec
from assessment.values import Draw, Language, Mark, PartSpec, Problem, Response, Text

CODE = "true_false_reason"
NAME = Text("True or false with reason", "判断并说明理由")
SHORT = "TFR"
VERDICTS = (("true", Text("True", "真")), ("false", Text("False", "假")))
VERDICT_ONLY = 0.25
ROLES: tuple[RoleSpec, ...] = (RoleSpec("reason", Text("Reasons", "理由"), 3, 5, credit="one"),)
FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("truth", Text("The statement is", "该陈述为"), "truth", choices=VERDICTS),
    SHUFFLE,
)


def validate(part: PartSpec) -> list[Problem]:
    """A verdict, and three to five reasons of which one is right."""
    problems = check_rows(part, ROLES[0])
    if not isinstance(part.data.get("truth"), bool):
        message = Text("Say whether the statement is true or false.", "请注明该陈述为真还是为假。")
        problems.append(Problem("KEY-01", message, where="truth"))
    return problems


def draw(part: PartSpec, rng: Random) -> Draw:
    """The reasons in the order that one attempt shows; the verdicts are never shuffled."""
    return draw_rows(part, "reason", rng)


def read(fields: Mapping[str, Sequence[str]], draw: Draw) -> Response:
    """Fields ``verdict`` (true, false) and ``reason`` (a drawn key); either may be open."""
    verdict = tuple(value for value in fields.get("verdict", ()) if value in ("true", "false"))[:1]
    reason = chosen_rows(fields, "reason", draw)[:1]
    answered = {"verdict": verdict, "reason": reason}
    return Response({name: values for name, values in answered.items() if values})


def grade(part: PartSpec, response: Response, draw: Draw) -> Mark:
    """1 for verdict and reason, 0.25 for the verdict alone, else 0."""
    verdict = response.first("verdict")
    reason = part.option(response.first("reason"))
    if verdict != _truth(part):
        return Mark(0.0, answered=bool(response))
    if reason and reason.credit >= 1.0:
        return Mark(1.0, answered=True)
    return Mark(VERDICT_ONLY, answered=True, recognised="verdict_only")


def guess(part: PartSpec) -> float:
    """Half the verdicts are right; of those one in the number of reasons is right as well."""
    share = 1.0 / len(part.with_role("reason"))
    return 0.5 * (share + (1.0 - share) * VERDICT_ONLY)


def describe(part: PartSpec, response: Response, language: Language) -> str:
    """The verdict and the text of the reason."""
    verdict = dict(VERDICTS).get(response.first("verdict"))
    reason = part.option(response.first("reason"))
    words = [verdict[language] if verdict else "", reason.text[language] if reason else ""]
    return (" – " if language == "en" else "——").join(word for word in words if word)


def remark(part: PartSpec, response: Response) -> Text:
    """A verdict without a reason, or the other way round, is not finished."""
    if response and not _both(response):
        return Text("Choose both a verdict and a reason.", "请同时选择判断和理由。")
    return Text()


def complete(response: Response, draw: Draw) -> bool:
    """Verdict and reason are both chosen."""
    return _both(response)


def key(part: PartSpec, draw: Draw) -> Response:
    """The right verdict with the right reason."""
    right = tuple(o.key for o in part.with_role("reason") if o.credit >= 1.0)[:1]
    return Response({"verdict": (_truth(part),), "reason": right})


def details(part: PartSpec, response: Response, draw: Draw, language: Language) -> Mapping[str, Any]:
    """The right verdict, ``true`` or ``false``."""
    return {"truth": _truth(part)}


def _both(response: Response) -> bool:
    return bool(response.first("verdict") and response.first("reason"))


def _truth(part: PartSpec) -> str:
    return "true" if part.data.get("truth") else "false"
