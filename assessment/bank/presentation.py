"""A part as one page shows it: rows in drawn order, the reader's language, what was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    ``hides_key`` tells that nothing may be said of what is right: just the own answer is shown.
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
    hides_key: bool = False


ALL_SHOWN = frozenset({"own", "right", "feedback", "explanation", "score"})


def part_view(
    part: PartSpec, draw: Draw, response: Response, mode: str = ANSWER, mark: Mark | None = None, prefix: str = "p0-",
    shown: frozenset[str] = ALL_SHOWN,
) -> PartView:  # fmt: skip
    """`part` as `draw` ordered it, with `response` filled in and, for review, its `mark`.

    What is not `shown` of a reviewed part (own, right, feedback, explanation, score) is left out of the view,
    not just hidden.
    """
    language = current_language()
    kind = question_type(part.type)
    part = filled(part, draw)
    if mode == REVIEW and "feedback" not in shown:
        part = replace(part, options=tuple(replace(row, feedback=Text()) for row in part.options))
    if "own" not in shown:
        response = Response()
    hides_key = mode == REVIEW and "right" not in shown
    ordered = [part.option(key) for key in draw.order] if draw.order else list(part.options)
    rows = tuple(_row(option, response) for option in ordered if option)
    recognised = part.option(mark.recognised) if mark and mark.recognised else None
    return PartView(
        type=part.type,
        mode=mode,
        prefix=prefix,
        stem=localised(part.stem),
        rows=() if hides_key else rows,
        given={name: values[0] for name, values in response.fields.items() if values},
        key="" if hides_key else kind.describe(part, kind.key(part, draw), language),
        answer=kind.describe(part, response, language),
        details={} if hides_key else kind.details(part, response, draw, language),
        remark=localised(kind.remark(part, response)),
        score=mark.score if mark and "score" in shown else None,
        recognised=localised(recognised.feedback) if recognised else "",
        pending=bool(mark and mark.pending),
        explanation=localised(part.explanation) if "explanation" in shown else "",
        hides_key=hides_key,
    )


def shared_text(text: Text, draws: Sequence[Draw]) -> str:
    """A text of the whole question, its scenario or explanation, with the drawn numbers, for this reader."""
    return localised(filled_text(text, load(draws[0].numbers) if draws else {}))


def _row(option: OptionSpec, response: Response) -> RowView:
    chosen = any(option.key in values for values in response.fields.values())
    return RowView(option.key, localised(option.text), localised(option.feedback), chosen, option.credit > 0)
