"""Calculated: one number within a tolerance, with feedback for recognised wrong values.

Answer, tolerance and wrong values are formulas over the numbers that the attempt drew; a question
without parameters has constants there. In a wrong value ``ans`` stands for the right answer. Integers
are exact: everything is computed in fractions.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from assessment.bank.question_types.declarations import FieldSpec, RoleSpec
from assessment.lib.arithmetic import FormulaError, evaluate, names_in
from assessment.lib.numerals import MAX_LENGTH, Reading, authored_number, read_number
from assessment.lib.texts import kept
from assessment.values import Draw, Language, Mark, OptionSpec, PartSpec, Problem, Response, Text

CODE = "numeric"
NAME = Text("Calculated", "计算题")
SHORT = "NUM"
RELATIVE, ABSOLUTE = "relative", "absolute"
MAX_RELATIVE = Fraction(5, 100)
MOST_DECIMALS = 10
Numbers = Mapping[str, Fraction]
ROLES: tuple[RoleSpec, ...] = (
    RoleSpec("wrong_value", Text("Recognised wrong values", "可识别的错误值"), 0, 8, number=True),
)
FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("answer", Text("Answer, a number or a formula", "答案：数值或公式"), "formula"),
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
    """Unit and tolerance present; where nothing is drawn also what `check_numbers` looks at.

    A part over drawn numbers is checked draw by draw by the lint, which knows the parameters.
    """
    problems = _check_unit(part)
    size = read_number(str(part.data.get("tolerance", ""))).value
    if size is None or size < 0:
        message = Text("The tolerance must be a number of 0 or more.", "容差必须是不小于 0 的数。")
        return [*problems, Problem("NUM-06", message, where="tolerance")]
    if part.data.get("tolerance_kind") == RELATIVE and size > MAX_RELATIVE:
        message = Text("A relative tolerance over 5 % is too wide.", "相对容差超过 5%，过宽。")
        problems.append(Problem("NUM-06", message, where="tolerance"))
    decimals = read_number(str(part.data.get("decimals", 0))).value
    if decimals is None or decimals not in range(MOST_DECIMALS + 1):
        message = Text(f"Decimals must be 0 to {MOST_DECIMALS}.", f"小数位数必须在 0 至 {MOST_DECIMALS} 之间。")
        return [*problems, Problem("NUM-05", message, where="decimals")]
    return problems if uses_names(part) else [*problems, *check_numbers(part, {})]


def uses_names(part: PartSpec) -> bool:
    """Whether the answer is a formula over drawn numbers; false too where it cannot be read."""
    try:
        return bool(names_in(str(part.data.get("answer", ""))))
    except FormulaError:
        return False


def check_numbers(part: PartSpec, numbers: Numbers) -> list[Problem]:
    """What is wrong with `part` under one draw: it has values, rounding is accepted, wrong values are wrong."""
    where = "answer"
    wrong: list[tuple[str, Fraction]] = []
    try:
        answer = answer_of(part, numbers)
        for row in part.with_role("wrong_value"):
            where = f"wrong_value {row.key}"
            wrong.append((where, _wrong_value(row, numbers, answer)))
    except FormulaError as error:
        message = Text(f"It has no value: {error}.", f"无法求值：{error}。")
        return [Problem("NUM-01", message, where=where)]
    problems = []
    tolerance = _spread(part, answer)
    if not _within(_three_figures(answer), answer, tolerance):
        message = Text("The answer rounded to 3 significant figures falls outside the tolerance.",
                       "答案保留 3 位有效数字后落在容差之外。")  # fmt: skip
        problems.append(Problem("NUM-05", message, where="tolerance"))
    elif not _within(round(answer, _decimals(part)), answer, tolerance):
        message = Text("The answer with the decimals shown is not accepted.", "按显示的小数位数，答案本身会被判错。")
        problems.append(Problem("NUM-05", message, where="decimals"))
    for where, value in wrong:
        if _within(value, answer, tolerance):
            message = Text("A wrong value lies within the tolerance.", "某个错误值落在容差之内。")
            problems.append(Problem("NUM-03", message, where=where))
    return problems


def draw(part: PartSpec, rng: Random) -> Draw:
    """No rows to order; the numbers are drawn for the whole question."""
    return Draw(CODE)


def read(fields: Mapping[str, Sequence[str]], draw: Draw) -> Response:
    """Field ``number``: the text as written, so that nothing a learner typed is lost."""
    text = kept(next(iter(fields.get("number", ())), ""), MAX_LENGTH)
    return Response({"number": (text,)}) if text else Response()


def grade(part: PartSpec, response: Response, draw: Draw) -> Mark:
    """1 within the tolerance, else 0; ``recognised`` is the key of a wrong value that was met.

    A wrong value that lies within the tolerance for this draw is not recognised: the answer is right.
    """
    value = reading(part, response).value
    if value is None:
        return Mark(0.0, answered=bool(response))
    try:
        numbers = _numbers(draw)
        answer = answer_of(part, numbers)
        if _within(value, answer, _spread(part, answer)):
            return Mark(1.0, answered=True)
        for row in part.with_role("wrong_value"):
            known = _wrong_value(row, numbers, answer)
            if _within(value, known, _spread(part, known)):
                return Mark(0.0, answered=True, recognised=row.key)
    except FormulaError:
        # A draft that is not finished, as its preview shows it.
        return Mark(0.0, answered=True)
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


def complete(response: Response, draw: Draw) -> bool:
    """Something is written."""
    return bool(response)


def key(part: PartSpec, draw: Draw) -> Response:
    """The answer, rounded as shown."""
    try:
        return Response({"number": (shown(answer_of(part, _numbers(draw)), _decimals(part)),)})
    except FormulaError:
        return Response()


def details(part: PartSpec, response: Response, draw: Draw, language: Language) -> Mapping[str, Any]:
    """Unit, tolerance in words such as ``± 2 %``, and the wrong values of this draw with where they come from."""
    return {
        "unit": _unit(part)[language],
        "tolerance": _tolerance_words(part),
        "wrong": _wrong_rows(part, draw, language),
    }


def reading(part: PartSpec, response: Response) -> Reading:
    """The response as a number, or the trouble with it."""
    unit = _unit(part)
    return read_number(response.first("number"), (unit.en, unit.zh_hans))


def shown(value: Fraction, decimals: int) -> str:
    """`value` rounded half to even to `decimals` places, without grouping."""
    digits = str(abs(round(value * 10**decimals))).rjust(decimals + 1, "0")
    sign = "-" if value < 0 and int(digits) else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def answer_of(part: PartSpec, numbers: Numbers) -> Fraction:
    """The right answer for drawn `numbers`. Raises FormulaError where it has no value."""
    return _formula(str(part.data.get("answer", "")), numbers)


def _wrong_value(row: OptionSpec, numbers: Numbers, answer: Fraction) -> Fraction:
    """What the recognised wrong value `row` is for drawn `numbers` and their `answer`. Raises FormulaError."""
    return _formula(row.text.en, {**numbers, "ans": answer})


def _formula(text: str, numbers: Numbers) -> Fraction:
    """A number as people write it, or a formula."""
    written = authored_number(text)
    return written if written is not None else evaluate(text, numbers)


def _numbers(draw: Draw) -> Numbers:
    return {name: Fraction(text) for name, text in draw.numbers.items()}


def _wrong_rows(part: PartSpec, draw: Draw, language: Language) -> list[dict[str, str]]:
    rows = []
    for row in part.with_role("wrong_value"):
        try:
            answer = answer_of(part, _numbers(draw))
            value = _wrong_value(row, _numbers(draw), answer)
        except FormulaError:
            continue
        if not _within(value, answer, _spread(part, answer)):
            rows.append(
                {
                    "value": shown(value, 0 if value.denominator == 1 else max(_decimals(part), 2)),
                    "feedback": row.feedback[language],
                }
            )
    return rows


def _tolerance_words(part: PartSpec) -> str:
    size = _number(part.data.get("tolerance", "0"))
    if not size:
        return ""
    return f"± {float(size * 100):g} %" if part.data.get("tolerance_kind") == RELATIVE else f"± {float(size):g}"


def _decimals(part: PartSpec) -> int:
    value = read_number(str(part.data.get("decimals") or 0)).value
    return min(MOST_DECIMALS, max(0, int(value or 0)))


def _spread(part: PartSpec, around: Fraction) -> Fraction:
    """The accepted distance from `around`, in the unit."""
    size = max(Fraction(0), _number(part.data.get("tolerance")))
    return size * abs(around) if part.data.get("tolerance_kind", RELATIVE) == RELATIVE else size


def _number(value: object) -> Fraction:
    return authored_number(str(value)) or Fraction(0)


def _unit(part: PartSpec) -> Text:
    unit = part.data.get("unit") or {}
    return Text(str(unit.get("en", "")), str(unit.get("zh_hans", "")))


def _within(value: Fraction, answer: Fraction, tolerance: Fraction) -> bool:
    return abs(value - answer) <= tolerance


def _three_figures(value: Fraction) -> Fraction:
    try:
        return Fraction(f"{float(value):.3g}") if value.denominator != 1 else value
    except OverflowError:
        return value


def _check_unit(part: PartSpec) -> list[Problem]:
    unit = _unit(part)
    if unit.en and unit.zh_hans:
        return []
    return [Problem("NUM-06", Text("The unit is missing in one language.", "缺少某种语言的单位。"), where="unit")]
