"""Numeric: one number within a tolerance, with feedback for recognised wrong values."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random

from assessment.bank.question_types.declarations import FieldSpec, RoleSpec
from assessment.lib.numerals import MAX_LENGTH, Reading, read_number
from assessment.values import Draw, Language, Mark, PartSpec, Problem, Response, Text

CODE = "numeric"
NAME = Text("Numeric", "数值题")
SHORT = "NUM"
RELATIVE, ABSOLUTE = "relative", "absolute"
MAX_RELATIVE = Fraction(5, 100)
ROLES: tuple[RoleSpec, ...] = (
    RoleSpec("wrong_value", Text("Recognised wrong values", "可识别的错误值"), 0, 8, number=True),
)
FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("answer", Text("Answer", "答案"), "number"),
    FieldSpec("unit", Text("Unit", "单位"), "text"),
    FieldSpec(
        "tolerance_kind",
        Text("Tolerance is", "容差类型"),
        "choice",
        choices=((RELATIVE, Text("relative (share of the answer)", "相对（占答案的比例）")),
                 (ABSOLUTE, Text("absolute (in the unit)", "绝对（以单位计）"))),
        default=RELATIVE,
    ),
    FieldSpec("tolerance", Text("Tolerance", "容差"), "number", default="0.02"),
    FieldSpec("decimals", Text("Decimals shown", "显示的小数位数"), "integer", default=2),
)  # fmt: skip

_REMARKS = {
    "not_a_number": Text(
        "This cannot be read as one number. It is kept as you wrote it; write, for example, 1250, 1.25e3 or 12.5.",
        "无法读作一个数。已按原样保留；请写成 1250、1.25e3 或 12.5 这样的形式。",
    ),
    "too_large": Text(
        "The exponent is too large to be an answer. It is kept as you wrote it.",
        "指数过大，不可能是答案。已按原样保留。",
    ),
    "too_long": Text(
        f"A number has at most {MAX_LENGTH} characters here; the beginning is kept.",
        f"数字最多 {MAX_LENGTH} 个字符；已保留开头部分。",
    ),
}


def validate(part: PartSpec) -> list[Problem]:
    """Answer, unit and tolerance present; rounding accepted; no wrong value inside the tolerance."""
    answer, tolerance = _answer(part), _tolerance(part)
    if answer is None:
        return [Problem("NUM-01", Text("The answer is not a number.", "答案不是数字。"), where="answer")]
    problems = _check_unit(part)
    if tolerance is None:
        message = Text("The tolerance must be a number of 0 or more.", "容差必须是不小于 0 的数。")
        return [*problems, Problem("NUM-06", message, where="tolerance")]
    if part.data.get("tolerance_kind") == RELATIVE and _number(part.data.get("tolerance")) > MAX_RELATIVE:
        message = Text("A relative tolerance over 5 % is too wide.", "相对容差超过 5%，过宽。")
        problems.append(Problem("NUM-06", message, where="tolerance"))
    if not _within(_three_figures(answer), answer, tolerance):
        message = Text("The answer rounded to 3 significant figures falls outside the tolerance.",
                       "答案保留 3 位有效数字后落在容差之外。")  # fmt: skip
        problems.append(Problem("NUM-05", message, where="tolerance"))
    for row in part.with_role("wrong_value"):
        value = read_number(row.text.en).value
        if value is None:
            message = Text("A wrong value is not a number.", "错误值不是数字。")
            problems.append(Problem("NUM-01", message, where=f"wrong_value {row.key}"))
        elif _within(value, answer, tolerance):
            message = Text("A wrong value lies within the tolerance.", "某个错误值落在容差之内。")
            problems.append(Problem("NUM-03", message, where=f"wrong_value {row.key}"))
    return problems


def draw(part: PartSpec, rng: Random) -> Draw:
    """Nothing is drawn: the numbers are fixed."""
    return Draw(CODE)


def read(fields: Mapping[str, Sequence[str]], draw: Draw) -> Response:
    """Field ``number``: the text as written, so that nothing a learner typed is lost."""
    text = next(iter(fields.get("number", ())), "").strip()[: MAX_LENGTH + 1]
    return Response({"number": (text,)}) if text else Response()


def grade(part: PartSpec, response: Response, draw: Draw) -> Mark:
    """1 within the tolerance, else 0; ``recognised`` is the key of a wrong value that was met."""
    answer, tolerance = _answer(part), _tolerance(part)
    value = reading(part, response).value
    if value is None or answer is None or tolerance is None:
        return Mark(0.0, answered=bool(response))
    if _within(value, answer, tolerance):
        return Mark(1.0, answered=True)
    for row in part.with_role("wrong_value"):
        known = read_number(row.text.en).value
        if known is not None and _within(value, known, _spread(part, known)):
            return Mark(0.0, answered=True, recognised=row.key)
    return Mark(0.0, answered=True)


def guess(part: PartSpec) -> float:
    """Nobody hits a number by chance."""
    return 0.0


def describe(part: PartSpec, response: Response, language: Language) -> str:
    """The number as written, with the unit where it is a number and was written without one."""
    text = response.first("number")
    return f"{text} {_unit(part)[language]}".strip() if read_number(text).value is not None else text


def remark(part: PartSpec, response: Response) -> Text:
    """How a text that is not a number can be mended; the text itself is kept."""
    trouble = reading(part, response).trouble if response else ""
    return _REMARKS.get(trouble, Text())


def complete(response: Response) -> bool:
    """Something is written."""
    return bool(response)


def key(part: PartSpec) -> Response:
    """The answer, rounded as shown."""
    answer = _answer(part)
    decimals = int(part.data.get("decimals") or 0)
    return Response({"number": (shown(answer, decimals),)} if answer is not None else {})


def reading(part: PartSpec, response: Response) -> Reading:
    """The response as a number, or the trouble with it."""
    unit = _unit(part)
    return read_number(response.first("number"), (unit.en, unit.zh_hans))


def shown(value: Fraction, decimals: int) -> str:
    """`value` rounded half to even to `decimals` places, without grouping."""
    digits = str(abs(round(value * 10**decimals))).rjust(decimals + 1, "0")
    sign = "-" if value < 0 and int(digits) else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def _answer(part: PartSpec) -> Fraction | None:
    return read_number(str(part.data.get("answer", ""))).value


def _tolerance(part: PartSpec) -> Fraction | None:
    """The accepted distance from the answer, in the unit."""
    answer = _answer(part)
    size = read_number(str(part.data.get("tolerance", ""))).value
    if size is None or size < 0 or answer is None:
        return None
    return _spread(part, answer)


def _spread(part: PartSpec, around: Fraction) -> Fraction:
    size = _number(part.data.get("tolerance"))
    return size * abs(around) if part.data.get("tolerance_kind", RELATIVE) == RELATIVE else size


def _number(value: object) -> Fraction:
    return read_number(str(value)).value or Fraction(0)


def _unit(part: PartSpec) -> Text:
    unit = part.data.get("unit") or {}
    return Text(str(unit.get("en", "")), str(unit.get("zh_hans", "")))


def _within(value: Fraction, answer: Fraction, tolerance: Fraction) -> bool:
    return abs(value - answer) <= tolerance


def _three_figures(value: Fraction) -> Fraction:
    return Fraction(f"{float(value):.3g}") if value.denominator != 1 else value


def _check_unit(part: PartSpec) -> list[Problem]:
    unit = _unit(part)
    if unit.en and unit.zh_hans:
        return []
    return [Problem("NUM-06", Text("The unit is missing in one language.", "缺少某种语言的单位。"), where="unit")]
