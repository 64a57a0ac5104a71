"""A part as one page shows it: rows in drawn order, the reader's language, what was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.bank.parameters import filled, filled_text, load
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
    """Everything a question type's template shows; ``mode`` is answer or review.

    ``details`` is what the type itself adds. ``explanation`` is the part's own, in a testlet.
    """

    type: str
    mode: str
    prefix: str
    stem: str
    rows: tuple[RowView, ...]
    given: Mapping[str, str]
    key: str
    answer: str
    details: Mapping[str, Any]
    remark: str
    score: float | None
    recognised: str
    pending: bool
    explanation: str


def part_view(
    part: PartSpec, draw: Draw, response: Response, mode: str = ANSWER, mark: Mark | None = None, prefix: str = "p0-"
) -> PartView:
    """`part` as `draw` ordered it, with `response` filled in and, for review, its `mark`."""
    language = current_language()
    kind = question_type(part.type)
    part = filled(part, draw)
    ordered = [part.option(key) for key in draw.order] if draw.order else list(part.options)
    rows = tuple(_row(option, response) for option in ordered if option)
    recognised = part.option(mark.recognised) if mark and mark.recognised else None
    return PartView(
        type=part.type,
        mode=mode,
        prefix=prefix,
        stem=localised(part.stem),
        rows=rows,
        given={name: values[0] for name, values in response.fields.items() if values},
        key=kind.describe(part, kind.key(part, draw), language),
        answer=kind.describe(part, response, language),
        details=kind.details(part, response, draw, language),
        remark=localised(kind.remark(part, response)),
        score=mark.score if mark else None,
        recognised=localised(recognised.feedback) if recognised else "",
        pending=bool(mark and mark.pending),
        explanation=localised(part.explanation),
    )


def shared_text(text: Text, draws: Sequence[Draw]) -> str:
    """A text of the whole question, its scenario or explanation, with the drawn numbers, for this reader."""
    return localised(filled_text(text, load(draws[0].numbers) if draws else {}))


def _row(option: OptionSpec, response: Response) -> RowView:
    chosen = any(option.key in values for values in response.fields.values())
    return RowView(option.key, localised(option.text), localised(option.feedback), chosen, option.credit > 0)
