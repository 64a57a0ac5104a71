"""Rows of a review as the values that the pure rules work on, and outcomes as they are stored."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from assessment.checklists import can_do, maturity
from assessment.checklists.models import Checklist, Review, ReviewAnswer

# The rule that a new review pins.
CURRENT_RULES = {Checklist.CAN_DO: can_do.CURRENT, Checklist.MATURITY: maturity.CURRENT}
VALUES = {Checklist.CAN_DO: can_do.VALUES, Checklist.MATURITY: maturity.VALUES}


@dataclass(frozen=True, slots=True)
class Content:
    """What somebody answers to one statement, as they typed it."""

    value: str = ""
    reason: str = ""
    evidence: str = ""
    date_text: str = ""

    @property
    def digest(self) -> str:
        """A short hash, by which a page tells whether a row of it was touched."""
        words = "\x1f".join((self.value, self.reason, self.evidence, self.date_text))
        return hashlib.sha256(words.encode()).hexdigest()[:16]


def content_of(row: ReviewAnswer) -> Content:
    """What is stored in `row`."""
    return Content(row.value, row.reason, row.evidence, row.date_text)


def answer_of(row: ReviewAnswer) -> maturity.Answer:
    """`row` for the rule of maturity; it must come with version, statement and competency."""
    statement = row.version.statement
    return maturity.Answer(
        statement.code, statement.competency.code, statement.competency.domain, statement.level,
        row.value, row.reason, row.evidence, row.evidence_date, row.version.period_days,
    )  # fmt: skip


def rating_of(row: ReviewAnswer) -> can_do.Rating:
    """`row` for the rule of self-ratings; it must come with version, statement and competency."""
    statement = row.version.statement
    return can_do.Rating(statement.code, statement.competency.code, statement.level, row.value)


def outcome_of(review: Review, rows: Iterable[ReviewAnswer], today: date) -> dict[str, Any]:
    """What the rule that `review` pins makes of `rows`, as it is stored."""
    if review.checklist.kind == Checklist.CAN_DO:
        claims = can_do.RULES[review.rule_version](rating_of(row) for row in rows)
        return {"competencies": {code: asdict(claim) for code, claim in claims.items()}}
    outcome = maturity.RULES[review.rule_version]((answer_of(row) for row in rows), today)
    return asdict(outcome)


def is_answered(row: ReviewAnswer) -> bool:
    """Whether `row` holds an answer; not applicable needs a written reason to be one."""
    return bool(row.value) and (row.value != "na" or bool(row.reason.strip()))
