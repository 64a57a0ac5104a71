"""What stated certainties say of somebody: one reading of the curve, and the Brier score over time. Pure.

Nothing of this touches a score or a level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from assessment.measurement.certainty import Stated, Step, brier
from assessment.reports.rules.calibration import ENOUGH_ITEMS

SURER, LESS_SURE, FITS, FEW = "surer", "less_sure", "fits", "few"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the curve says, and the step of certainty that says it; there is none where answers are too few."""

    kind: str
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One counted answer with its certainty: to what, in which attempt, submitted when."""

    competency: str
    attempt: str
    submitted_at: datetime
    stated: Stated


@dataclass(frozen=True, slots=True)
class Point:
    """The Brier score of one attempt in one competency, in [0, 1], and over how many answers."""

    attempt: str
    submitted_at: datetime
    answers: int
    brier: float


def reading(steps: Sequence[Step]) -> Reading:
    """The verdict on a curve whose `steps` go from unsure to sure.

    A step speaks from eight answers on. Where the stated chance lies outside the 90 % interval of what was
    observed, the step with the greatest distance decides: surer than right, or less sure than right. Where
    none does, certainty fits, as far as the most certain of these steps can tell.
    """
    enough = [step for step in steps if step.answers >= ENOUGH_ITEMS]
    if not enough:
        return Reading(FEW)
    outside = [step for step in enough if not step.low <= step.stated <= step.high]
    if not outside:
        return Reading(FITS, enough[-1])
    step = max(outside, key=lambda one: abs(one.stated - one.observed))
    return Reading(SURER if step.stated > step.observed else LESS_SURE, step)


def brier_points(answers: Sequence[Judged]) -> dict[str, list[Point]]:
    """By competency, in order of its code, one point for each attempt, oldest first; `answers` come oldest first."""
    found: dict[str, list[Point]] = {}
    for code, some in groupby(sorted(answers, key=lambda a: a.competency), key=lambda a: a.competency):
        by_attempt: dict[str, list[Judged]] = {}
        for answer in some:
            by_attempt.setdefault(answer.attempt, []).append(answer)
        found[code] = [
            Point(attempt, rows[0].submitted_at, len(rows), brier([row.stated for row in rows]))
            for attempt, rows in by_attempt.items()
        ]
    return found
