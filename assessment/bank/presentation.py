"""A part as one page shows it: rows in drawn order, the reader's language, what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.bank.question_types import numeric
from assessment.bank.question_types.registry import question_type
from assessment.lib.bilingual import current_language, localised
from assessment.values import Draw, Mark, OptionSpec, PartSpec, Response, Text

ANSWER, REVIEW = "answer", "review"


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a part in the reader's language."""

    key: str
    text: str
    feedback: str
    chosen: bool
    right: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """Everything a question type's template shows; ``mode`` is answer or review."""

    type: str
    mode: str
    prefix: str
    stem: str
    rows: tuple[RowView, ...]
    given: Mapping[str, str]
    key: str
    answer: str
    unit: str
    tolerance: str
    truth: str
    remark: str
    score: float | None
    recognised: str


def part_view(
    part: PartSpec, draw: Draw, response: Response, mode: str = ANSWER, mark: Mark | None = None, prefix: str = "p0-"
) -> PartView:
    """`part` as `draw` ordered it, with `response` filled in and, for review, its `mark`."""
    language = current_language()
    kind = question_type(part.type)
    ordered = [part.option(key) for key in draw.order] if draw.order else list(part.options)
    rows = tuple(_row(option, response) for option in ordered if option)
    recognised = part.option(mark.recognised) if mark and mark.recognised else None
    unit = part.data.get("unit") or {}
    return PartView(
        type=part.type,
        mode=mode,
        prefix=prefix,
        stem=localised(part.stem),
        rows=rows,
        given={name: values[0] for name, values in response.fields.items() if values},
        key=kind.describe(part, kind.key(part), language),
        answer=kind.describe(part, response, language),
        unit=localised(Text(unit.get("en", ""), unit.get("zh_hans", ""))),
        tolerance=_tolerance(part),
        truth="true" if part.data.get("truth") else "false",
        remark=localised(kind.remark(part, response)),
        score=mark.score if mark else None,
        recognised=localised(recognised.feedback) if recognised else "",
    )


def _row(option: OptionSpec, response: Response) -> RowView:
    chosen = any(option.key in values for values in response.fields.values())
    return RowView(option.key, localised(option.text), localised(option.feedback), chosen, option.credit >= 1.0)


def _tolerance(part: PartSpec) -> str:
    """The accepted distance of a numeric part in words such as ``± 2 %``; empty for exact answers."""
    if part.type != numeric.CODE:
        return ""
    size = Fraction(str(part.data.get("tolerance", "0")))
    if not size:
        return ""
    return f"± {float(size * 100):g} %" if part.data.get("tolerance_kind") == numeric.RELATIVE else f"± {float(size):g}"
