"""Rules about numeric parts that their type does not check itself: NUM-05 to NUM-07, OPT-07."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from assessment.bank.lint.places import places
from assessment.bank.question_types import numeric
from assessment.lib.numerals import read_number
from assessment.values import LANGUAGES, Draw, PartSpec, Problem, QuestionSpec, Response, Text

FEWEST_WRONG_VALUES = 2
MOST_DECIMALS = 10
_BYTES = re.compile(r"^[KMGTP]B\b")
_CONVENTION = re.compile(r"10\^\d|2\^\d0|1[0-9e]{3,}|[KMGTP]iB")
_PLACEHOLDER = re.compile(r"\{[A-Za-z_]\w*\}")


def num_05(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """The answer as it is shown is accepted as an answer."""
    if part.type != numeric.CODE or numeric.validate(part):
        return
    decimals = read_number(str(part.data.get("decimals", 0))).value
    if decimals is None or decimals not in range(MOST_DECIMALS + 1):
        message = Text(f"Decimals must be 0 to {MOST_DECIMALS}.", f"小数位数必须在 0 至 {MOST_DECIMALS} 之间。")
        yield Problem("NUM-05", message, "decimals")
        return
    answer = read_number(str(part.data.get("answer"))).value or Fraction(0)
    rounded = round(answer, int(decimals))
    shown = Response({"number": (f"{Decimal(rounded.numerator) / rounded.denominator:f}",)})
    if not numeric.grade(part, shown, Draw(numeric.CODE)).correct:
        message = Text("The answer with the decimals shown is not accepted.", "按显示的小数位数，答案本身会被判错。")
        yield Problem("NUM-05", message, "decimals")


def num_06(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """An answer in bytes needs the convention in the stem: 10^9 and 2^30 differ by 7 %."""
    if part.type != numeric.CODE:
        return
    unit = part.data.get("unit") or {}
    if not _BYTES.match(str(unit.get("en", ""))):
        return
    for language in LANGUAGES:
        if part.stem[language].strip() and not _CONVENTION.search(part.stem[language]):
            message = Text(
                "Say what the unit means, for example 1 GB = 10^9 bytes.", "请写明单位的约定，例如 1 GB = 10^9 字节。"
            )
            yield Problem("NUM-06", message, "stem", language)


def num_07(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """No placeholder is left without a value."""
    if part.type != numeric.CODE:
        return
    for place in places(part):
        for language in LANGUAGES:
            found = _PLACEHOLDER.search(place.text[language])
            if found:
                message = Text(f"{found.group()} has no value.", f"占位符 {found.group()} 没有取值。")
                yield Problem("NUM-07", message, place.where, language)


def opt_07(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """Numeric parts should recognise two or more wrong values."""
    rows = part.with_role("wrong_value")
    if part.type == numeric.CODE and len(rows) < FEWEST_WRONG_VALUES:
        message = Text(
            f"{len(rows)} recognised wrong values; two or more are wanted.",
            f"只有 {len(rows)} 个可识别的错误值，应不少于两个。",
        )
        yield Problem("OPT-07", message, "wrong_value", severity="W")
