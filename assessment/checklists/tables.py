"""A closed review as plain rows, for reports and files."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from assessment.checklists import queries, wording
from assessment.checklists.maturity import standing
from assessment.checklists.models import Checklist, Review, ReviewAnswer, Verification
from assessment.checklists.records import answer_of
from assessment.checklists.verification import CONFIRMED, DOUBTED
from assessment.lib.bilingual import localised, text_of

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class ReviewTables:
    """``levels``: code, competency, level in words, score in percent (of a self-rating: place on the drawn scale).

    ``statements``: code, number of the version, text, value as stored, reason, evidence, date as typed, what it
    counts (None where it does not apply), how many confirmed it and how many doubted it.
    """

    subject: str
    personal: bool
    levels: tuple[tuple[Cell, ...], ...]
    statements: tuple[tuple[Cell, ...], ...]


def review_tables(user_id: int | None, key: UUID) -> ReviewTables | None:
    """The closed review called `key` of one person; None where there is none of theirs. Three queries."""
    review = queries.closed_review(user_id, key)
    if review is None:
        return None
    rows, verdicts = queries.answers_of(review), queries.verdicts_of(review)
    return ReviewTables(
        subject=review.system.name if review.system else "",
        personal=review.checklist.kind == Checklist.CAN_DO,
        levels=_levels(review, rows),
        statements=tuple(_statement(review, row, verdicts.get(row.pk, [])) for row in rows),
    )


def _levels(review: Review, rows: list[ReviewAnswer]) -> tuple[tuple[Cell, ...], ...]:
    names = {row.version.statement.competency.code: row.version.statement.competency.name for row in rows}
    figures: dict[str, Any] = review.outcome["competencies"]
    return tuple((code, name, *_level(review, figures.get(code))) for code, name in sorted(names.items()))


def _level(review: Review, figures: dict[str, Any] | None) -> tuple[Cell, Cell]:
    if figures is None:
        return None, None
    if review.checklist.kind == Checklist.CAN_DO:
        return wording.level_name(figures["level"]), figures["position"]
    return wording.attained_words(figures), figures["score"]


def _statement(review: Review, row: ReviewAnswer, verdicts: list[Verification]) -> tuple[Cell, ...]:
    assert review.closed_at is not None
    said = [verdict.verdict for verdict in verdicts]
    personal = review.checklist.kind == Checklist.CAN_DO
    counts = float(row.value or 0) if personal else standing(answer_of(row), review.closed_at.date()).counts
    return (
        row.version.statement.code, row.version.number, localised(text_of(row.version, "text")), row.value,
        row.reason, row.evidence, row.date_text, counts, said.count(CONFIRMED), said.count(DOUBTED),
    )  # fmt: skip
